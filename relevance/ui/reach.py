"""Who can reach the dashboard: this machine only, or others too."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from streamlit import config

__all__ = ["host_of", "is_loopback", "reaches_beyond"]


def is_loopback(host: str | None) -> bool:
    """Whether an address or host name is this machine itself; none given means every address of the machine."""
    if not host:
        return False
    name = host.strip("[]").casefold().rstrip(".")
    try:
        found = ip_address(name)
    except ValueError:
        return name == "localhost"
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def host_of(address: str) -> str:
    """Return the host of a web address, in small letters; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def reaches_beyond() -> bool:
    """Whether other machines can reach the address that this dashboard was told to listen on."""
    return not is_loopback(config.get_option("server.address"))
