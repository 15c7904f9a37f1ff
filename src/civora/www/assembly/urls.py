"""`/take-part/`. Every page of data has a twin by suffix (`.json`, `.csv`)."""

from django.urls import include, path

from civora.www.assembly.views import gatherings, opinions, processes, proposal, proposals, shaping, talking

app_name = "assembly"
one = "<slug:key>/proposals/<int:number>"
urlpatterns = [
    path("", processes.index, name="index"),
    path("meetings.ics", gatherings.meetings_ics, name="meetings-ics"),
    path("pictures/<str:key>.jpg", talking.picture_file, name="picture"),
    path("<slug:key>.json", processes.process_json, name="process-json"),
    path("<slug:key>/", processes.process, name="process"),
    path("<slug:key>/follow/", talking.follow, name="follow"),
    path("<slug:key>/opinions/", opinions.opinions, name="opinions"),
    path("<slug:key>/opinions/vote/", opinions.vote, name="opine"),
    path("<slug:key>/opinions/new/", opinions.state, name="state"),
    path("<slug:key>/opinions/groups/", opinions.groups, name="groups"),
    path("<slug:key>/opinions/groups.json", opinions.groups_json, name="groups-json"),
    path("<slug:key>/debates/", gatherings.debates, name="debates"),
    path("<slug:key>/debates/<int:number>/", gatherings.debate, name="debate"),
    path("<slug:key>/surveys/<slug:survey>/", gatherings.survey, name="survey"),
    path("<slug:key>/meetings/<int:number>/", gatherings.meeting, name="meeting"),
    path("<slug:key>/meetings/<int:number>.ics", gatherings.meeting_ics, name="meeting-ics"),
    path("<slug:key>/meetings/<int:number>/register/", gatherings.register, name="register"),
    path("<slug:key>/meetings/<int:number>/comments/", gatherings.meeting_comment, name="meeting-comment"),
    path("<slug:key>/proposals/", proposals.proposals, name="proposals"),
    path("<slug:key>/proposals.json", proposals.as_json, name="proposals-json"),
    path("<slug:key>/proposals.csv", proposals.as_csv, name="proposals-csv"),
    path("<slug:key>/similar.json", proposals.similar_json, name="similar"),
    path("<slug:key>/proposals/new/", proposal.new, name="new"),
    path(f"{one}/", proposal.proposal, name="proposal"),
    path(f"{one}.json", proposal.proposal_json, name="proposal-json"),
    path(f"{one}/edit/", proposal.edit, name="edit"),
    path(f"{one}/back/", proposal.back, name="back"),
    path(f"{one}/withdraw/", proposal.withdraw, name="withdraw"),
    path(f"{one}/comments/", talking.comment, name="comment"),
    path(f"{one}/amend/", shaping.amend, name="amend"),
    path(f"{one}/amendments/<int:amendment>/", shaping.decide, name="decide"),
    path(f"{one}/merge/", shaping.merge, name="merge"),
    path(f"{one}/merges/<int:merge>/", shaping.consent, name="consent"),
    path(f"{one}/evidence/", shaping.evidence, name="evidence"),
    path("<slug:key>/", include("civora.www.assembly.votes.urls")),
]
