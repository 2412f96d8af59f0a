"""Entry of the dashboard: `streamlit run app.py`."""

from relevance.ui.shell import show

show()
