"""Entry of the dashboard: `streamlit run app.py`."""

from streamlit import App

from relevance.ui.protections import protections
from relevance.ui.serving import attended
from relevance.ui.shell import show

if __name__ == "__main__":
    show()
else:
    # What `streamlit run` finds and serves; each session then runs this file as a script.
    app = App(__file__, middleware=protections(), lifespan=attended)
