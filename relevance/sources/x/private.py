"""The files of an archive that are nobody's business here: adverts, devices, addresses, money."""

__all__ = ["is_private_name"]

_BEGINNINGS = ("ad_", "ads_", "ip_", "device", "lists_", "shop", "product_", "commerce", "catalog")
_NAMES = {
    "account_creation_ip",
    "account_label",
    "account_suspension",
    "account_timezone",
    "ageinfo",
    "app",
    "audio_video_calls_in_dm",
    "audio_video_calls_in_dm_recipient_sessions",
    "branch_links",
    "connected_application",
    "contact",
    "deleted_tweet_headers",
    "direct_message_group_headers",
    "direct_message_headers",
    "direct_message_mute",
    "email_address_change",
    "expanded_profile",
    "grok_chat_item",
    "key_registry",
    "ni_devices",
    "periscope_ban_information",
    "periscope_expired_broadcasts",
    "periscope_profile_description",
    "personalization",
    "phone_number",
    "professional_data",
    "protected_history",
    "reply_prompt",
    "saved_search",
    "screen_name_change",
    "smartblock",
    "spaces_metadata",
    "sso",
    "tweet_headers",
    "tweetdeck",
    "twitter_circle",
    "twitter_circle_member",
    "twitter_shop",
    "user_link_clicks",
    "verified",
    "verified_organization",
}


def is_private_name(name: str) -> bool:
    """Return whether `name`, such as `ip_audit`, is that of a file which is left alone."""
    return name in _NAMES or name.startswith(_BEGINNINGS)
