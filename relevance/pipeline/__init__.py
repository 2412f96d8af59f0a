"""The steps from files to advice, in order; what pages and commands call."""

from relevance.drafts import KINDS, VARIABLES, DraftKind, draft, kind_for
from relevance.embedding import EmbedReport, Encoder
from relevance.evaluating import Judgement, measured
from relevance.invites import Ladder, Rung, Thresholds, past_sentence, together_words, where_words
from relevance.names import website_of
from relevance.pipeline.attention_flows import attention_flows
from relevance.pipeline.by_hand import (
    HandInvite,
    HandWritten,
    add_invite,
    delete_invite,
    hand_invites,
)
from relevance.pipeline.changes import (
    FeedSummary,
    Outcome,
    connections,
    feed_summary,
    try_changes,
)
from relevance.pipeline.clusters import (
    ClusterReport,
    TakenFile,
    embed_on_cluster,
    take_in_vectors,
)
from relevance.pipeline.comparing import CAVEAT, Comparison, compare_changes, people_in
from relevance.pipeline.corpus import Corpus, load_corpus
from relevance.pipeline.counterfactuals import WouldBe
from relevance.pipeline.current import current_scores
from relevance.pipeline.database import build_demo, has_own_data, is_demo, open_store
from relevance.pipeline.deciding import Decided, decided_log, record_decision
from relevance.pipeline.drafting import (
    Template,
    read_templates,
    reset_template,
    save_template,
    written,
)
from relevance.pipeline.encounters import TIES, all_ties, timeline
from relevance.pipeline.evaluation import Evaluation, evaluate_posts
from relevance.pipeline.explaining import PostExplanation, explain_post, sentence_encoder
from relevance.pipeline.explaining_people import (
    DRAWN,
    FeedExplanation,
    PersonExplanation,
    explain_feed,
    explain_person,
)
from relevance.pipeline.feed_figures import FIGURES, history, window_figures
from relevance.pipeline.fetching import FetchReport, fetch_address, known_addresses
from relevance.pipeline.figure_parts import WHAT_ADDS_UP, figure_parts
from relevance.pipeline.following_up import FollowUp, follow_up, keep_plan
from relevance.pipeline.forgetting import (
    CopyFate,
    Forgotten,
    Leaving,
    forget_person,
    leaving_of,
    restore_copy,
)
from relevance.pipeline.happenings import HAPPENINGS, happenings
from relevance.pipeline.importing import ImportRun, import_paths, run_import
from relevance.pipeline.inviting import Advice, advise
from relevance.pipeline.joined_facts import Change
from relevance.pipeline.ladders import RUNGS, OwnLadder, move_rung, read_ladder, save_ladder
from relevance.pipeline.learning import RATINGS
from relevance.pipeline.link_lists import certain_links, sides_of
from relevance.pipeline.linking import link_people
from relevance.pipeline.looking_back import Accepted, LookingBack, look_back
from relevance.pipeline.models import choose_model, chosen_model, precisions_of
from relevance.pipeline.objectives import objectives_as_interests
from relevance.pipeline.outreach import meet_elsewhere, unanswered_invites, worth_inviting
from relevance.pipeline.parts import BASE
from relevance.pipeline.pasting import AddedHistory, add_history
from relevance.pipeline.pending import Pending, pending_invites
from relevance.pipeline.people import (
    Answered,
    PairPage,
    answer_pair,
    links_of,
    merge_people,
    pair_page,
    past_answers,
    split_record,
    undo_answer,
)
from relevance.pipeline.person import PersonPage, find_person, person_page, ranked_posts
from relevance.pipeline.planning import MOST_CHANGES, Plan, Step, best_plan, talked_with
from relevance.pipeline.presenting import HIDDEN, Veil, VeiledStore, veil_of
from relevance.pipeline.privacy import INFERRED
from relevance.pipeline.protecting import decided_to_keep, mark_protected, stored_protection
from relevance.pipeline.rated_evaluation import (
    LEAST_RATINGS,
    RatedEvaluation,
    RatedFigures,
    evaluate_ratings,
    verdict,
)
from relevance.pipeline.rating import (
    learning_words,
    moved_people,
    questions,
    rate,
    rated,
    scale_shift,
    scale_words,
    unrate,
)
from relevance.pipeline.relinking import LinkRun, are_links_stale, relink
from relevance.pipeline.retiring import Retired, age_of, forget_older
from relevance.pipeline.review import Progress, Proposal, all_pairs, progress_of, review_queue
from relevance.pipeline.scores import Matches, Scores, match, people_table, score
from relevance.pipeline.settling import LEAST_POSTS, what_would_settle
from relevance.pipeline.story import NextStep, Story, next_steps, tell_story
from relevance.pipeline.todo import TODO_FORMATS, Todo, todo_text, todos, write_todo
from relevance.pipeline.topic_groups import REGROUP_FROM, FeedTopics, feed_topics, keep_topics
from relevance.pipeline.topic_shares import topic_shares
from relevance.pipeline.topics import (
    TopicMap,
    topic_map,
    topic_posts,
    topics_table,
    wish_for_topic,
)
from relevance.pipeline.undoing import PastImport, past_imports, undo_import
from relevance.pipeline.upkeep import (
    Check,
    defused,
    examine,
    export_all,
    export_table,
    write_backup,
)
from relevance.pipeline.vectors import embed, embed_phrases, missing_phrases, phrase_vectors
from relevance.pipeline.wishes import (
    Suggestion,
    read_interests,
    remove_interest,
    save_interests,
    set_interest,
    suggest_interests,
    suggested_interest,
)
from relevance.store import (
    REASONS,
    Store,
    bring_back_scenario,
    drop_plan,
    drop_scenario,
    kept_plan,
    known_copies,
    last_interest_change,
    last_ladder_change,
    mark_step,
    protected_people,
    ratings_now,
    save_job,
    save_scenario,
    scenarios,
    undo_interests,
    undo_ladder,
    wipe_database,
)

__all__ = [
    "BASE",
    "CAVEAT",
    "DRAWN",
    "FIGURES",
    "HAPPENINGS",
    "HIDDEN",
    "INFERRED",
    "KINDS",
    "LEAST_POSTS",
    "LEAST_RATINGS",
    "MOST_CHANGES",
    "RATINGS",
    "REASONS",
    "REGROUP_FROM",
    "RUNGS",
    "TIES",
    "TODO_FORMATS",
    "VARIABLES",
    "WHAT_ADDS_UP",
    "Accepted",
    "AddedHistory",
    "Advice",
    "Answered",
    "Change",
    "Check",
    "ClusterReport",
    "Comparison",
    "CopyFate",
    "Corpus",
    "Decided",
    "DraftKind",
    "EmbedReport",
    "Encoder",
    "Evaluation",
    "FeedExplanation",
    "FeedSummary",
    "FeedTopics",
    "FetchReport",
    "FollowUp",
    "Forgotten",
    "HandInvite",
    "HandWritten",
    "ImportRun",
    "Judgement",
    "Ladder",
    "Leaving",
    "LinkRun",
    "LookingBack",
    "Matches",
    "NextStep",
    "Outcome",
    "OwnLadder",
    "PairPage",
    "PastImport",
    "Pending",
    "PersonExplanation",
    "PersonPage",
    "Plan",
    "PostExplanation",
    "Progress",
    "Proposal",
    "RatedEvaluation",
    "RatedFigures",
    "Retired",
    "Rung",
    "Scores",
    "Step",
    "Store",
    "Story",
    "Suggestion",
    "TakenFile",
    "Template",
    "Thresholds",
    "Todo",
    "TopicMap",
    "Veil",
    "VeiledStore",
    "WouldBe",
    "add_history",
    "add_invite",
    "advise",
    "age_of",
    "all_pairs",
    "all_ties",
    "answer_pair",
    "are_links_stale",
    "attention_flows",
    "best_plan",
    "bring_back_scenario",
    "build_demo",
    "certain_links",
    "choose_model",
    "chosen_model",
    "compare_changes",
    "connections",
    "current_scores",
    "decided_log",
    "decided_to_keep",
    "defused",
    "delete_invite",
    "draft",
    "drop_plan",
    "drop_scenario",
    "embed",
    "embed_on_cluster",
    "embed_phrases",
    "evaluate_posts",
    "evaluate_ratings",
    "examine",
    "explain_feed",
    "explain_person",
    "explain_post",
    "export_all",
    "export_table",
    "feed_summary",
    "feed_topics",
    "fetch_address",
    "figure_parts",
    "find_person",
    "follow_up",
    "forget_older",
    "forget_person",
    "hand_invites",
    "happenings",
    "has_own_data",
    "history",
    "import_paths",
    "is_demo",
    "keep_plan",
    "keep_topics",
    "kept_plan",
    "kind_for",
    "known_addresses",
    "known_copies",
    "last_interest_change",
    "last_ladder_change",
    "learning_words",
    "leaving_of",
    "link_people",
    "links_of",
    "load_corpus",
    "look_back",
    "mark_protected",
    "mark_step",
    "match",
    "measured",
    "meet_elsewhere",
    "merge_people",
    "missing_phrases",
    "move_rung",
    "moved_people",
    "next_steps",
    "objectives_as_interests",
    "open_store",
    "pair_page",
    "past_answers",
    "past_imports",
    "past_sentence",
    "pending_invites",
    "people_in",
    "people_table",
    "person_page",
    "phrase_vectors",
    "precisions_of",
    "progress_of",
    "protected_people",
    "questions",
    "ranked_posts",
    "rate",
    "rated",
    "ratings_now",
    "read_interests",
    "read_ladder",
    "read_templates",
    "record_decision",
    "relink",
    "remove_interest",
    "reset_template",
    "restore_copy",
    "review_queue",
    "run_import",
    "save_interests",
    "save_job",
    "save_ladder",
    "save_scenario",
    "save_template",
    "scale_shift",
    "scale_words",
    "scenarios",
    "score",
    "sentence_encoder",
    "set_interest",
    "sides_of",
    "split_record",
    "stored_protection",
    "suggest_interests",
    "suggested_interest",
    "take_in_vectors",
    "talked_with",
    "tell_story",
    "timeline",
    "todo_text",
    "todos",
    "together_words",
    "topic_map",
    "topic_posts",
    "topic_shares",
    "topics_table",
    "try_changes",
    "unanswered_invites",
    "undo_answer",
    "undo_import",
    "undo_interests",
    "undo_ladder",
    "unrate",
    "veil_of",
    "verdict",
    "website_of",
    "what_would_settle",
    "where_words",
    "window_figures",
    "wipe_database",
    "wish_for_topic",
    "worth_inviting",
    "write_backup",
    "write_todo",
    "written",
]
