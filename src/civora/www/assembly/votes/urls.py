"""Included under `/take-part/KEY/`."""

from django.urls import path

from civora.www.assembly.votes import comparing, results, views

urlpatterns = [
    path("vote/", views.votes, name="votes"),
    path("vote/<slug:box>/", views.vote, name="vote"),
    path("vote/<slug:box>/rule/", comparing.rule, name="rule"),
    path("vote/<slug:box>/rule.json", comparing.rule_json, name="rule-json"),
    path("vote/<slug:box>/rule.csv", comparing.rule_csv, name="rule-csv"),
    path("result/", results.results, name="results"),
    path("result/<slug:box>/", results.result, name="result"),
    path("result/<slug:box>.json", results.result_json, name="result-json"),
    path("result/<slug:box>.csv", results.result_csv, name="result-csv"),
    path("result/<slug:box>/ballots.pb", results.ballots_pb, name="ballots-pb"),
    path("result/<slug:box>/receipts.txt", results.receipts_txt, name="receipts-txt"),
]
