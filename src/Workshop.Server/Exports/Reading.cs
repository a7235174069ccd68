// The outcome as a document: headings, entries, labelled lines. HTML, Markdown and Word are three ways to write the same reading.
// Only what an outsider may see gets in (Outcome.Open); names of organisations instead of their ids.
using System.Globalization;
using Workshop.Rules;
using Workshop.Rules.Items;

namespace Workshop.Server.Exports;

/// <param name="Intro">Under the title: target group, state, date.</param>
public sealed record Reading(string Language, string Title, IReadOnlyList<string> Intro, IReadOnlyList<Section> Sections)
{
    public static Reading Of(Dialogue dialogue)
    {
        var words = dialogue.Language == "en" ? En : Sv;
        return new Reader(dialogue, words).Read();
    }

    private sealed class Reader(Dialogue dialogue, IReadOnlyDictionary<string, string> words)
    {
        private string W(string key) => words.GetValueOrDefault(key, key);

        private string Organisation(string? id) => dialogue.OrganisationOf(id)?.Name ?? "–";

        public Reading Read() => new(dialogue.Language, dialogue.Title,
            [$"{W("targetGroup")}: {dialogue.TargetGroup}", W(dialogue.Status == "concluded" ? "concluded" : "preliminary")],
            [.. new[]
            {
                new Section(W("vision"), [.. Open("visionSentence").Select(item => new Entry(item.Text("text") ?? "", Lines(("sign", item.Text("sign")), ("stances", Stances(item)))))]),
                new Section(W("initiatives"), [.. Open("initiative").Select(Initiative)]),
                new Section(W("nextSteps"), [.. Open("nextStep").Select(Step)]),
                new Section(W("moments"), [.. Open("moment").Select(item => new Entry(item.Text("text") ?? "", Lines(("when", item.Text("when")), ("feeling", item.Text("feeling")))))]),
                new Section(W("findings"), [.. Open("finding").Select(item => new Entry(item.Text("text") ?? "", Lines(("source", item.Text("source")), ("quote", item.Text("quote")))))]),
                new Section(W("gaps"), [.. Open("connection").Where(item => item.Text("state") is "missing" or "fragile").Select(Gap)]),
                new Section(W("themes"), [.. Outcome.Themes(dialogue).Select(theme => new Entry(Voted(theme.Title ?? W("noTheme"), theme.Votes), [.. theme.Notes.Select(note => (W("note"), Voted(note.Text, note.Votes)))]))]),
                new Section(W("closing"), [.. Outcome.Closing(dialogue).Select(note => new Entry(note.Text("text") ?? "", []))]),
                new Section(W("people"), [.. dialogue.NamesInResult ? Attendance.Who(dialogue).Select(Named) : Attendance.Of(dialogue).GroupBy(row => row.Organisation).Select(Counted)]),
            }.Where(section => section.Entries.Count > 0)]);

        private IEnumerable<Item> Open(string kind) => Outcome.Open(dialogue, kind);

        private string Voted(string text, int votes) => votes == 0 ? text : $"{text} ({votes} {W(votes == 1 ? "vote" : "votes")})";

        private Entry Initiative(Item item) => new(item.Text("title") ?? "", Lines(
            ("what", item.Text("what")), ("sign", item.Text("sign")), ("lead", item.Text("lead") is { } lead ? Organisation(lead) : null),
            ("contributors", Join(item.Texts("contributors").Select(Organisation))), ("stage", item.Text("stage") is { } stage ? W(stage) : null),
            ("mandates", Mandate(item)), ("stances", Stances(item))));

        private Entry Step(Item item) => new(item.Text("what") ?? "", Lines(
            ("who", Join(new[] { Organisation(item.Text("organisation")), item.Text("role") }.OfType<string>().Where(text => text.Length > 0))),
            ("with", Join(item.Texts("with").Select(Organisation))), ("due", item.Text("due")), ("state", W(NextStep.State(dialogue, item))),
            ("mandates", Mandate(item)), ("stances", Stances(item)), ("progress", item.Reports.IsEmpty ? null : W(item.Reports[^1].Status))));

        private Entry Gap(Item item) => new($"{Contact(item.Text("from"))} – {Contact(item.Text("to"))}", Lines(("state", W(item.Text("state")!)), ("text", item.Text("text"))));

        private string Contact(string? id) => Guid.TryParse(id, out var guid) && dialogue.Live(guid)?.Text("name") is { } name ? name : "–";

        private string? Mandate(Item item) => Join(Mandates.Of(item).Select(one =>
            string.Join(", ", new[] { Organisation(one.Organisation), one.Body, W(one.Route), one.TakenBy, one.When, one.Outcome }.Where(text => !string.IsNullOrWhiteSpace(text)))), "; ");

        private Entry Named(Participant one) => new(
            one.Name.Length > 0 ? one.Name : W("someone"), Lines(("organisation", one.Organisation is null ? null : Organisation(one.Organisation)), ("level", W(one.Level))));

        private Entry Counted(IGrouping<string?, Attendance> rows) => new(
            rows.Key is null ? W("noOrganisation") : Organisation(rows.Key), Lines(("people", Join(rows.Select(row => $"{Number(row.Count)} {W(row.Level ?? "people.some")}")))));

        private string Number(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? W("few");

        private string? Stances(Item item)
        {
            var reading = StanceReading.Of(dialogue, item.Id);
            return Join(new[] { Tallied("ownExperience", reading.OwnExperience) }
                .Concat(reading.Organisations.Select(stance => $"{Organisation(stance.Organisation)}: {W(stance.Choice)}{(string.IsNullOrEmpty(stance.Reason) ? "" : $" ({stance.Reason})")}"))
                .Append(Tallied("personal", reading.Personal)).OfType<string>(), ";\n");
        }

        /// <summary>Null: nobody has answered.</summary>
        private string? Tallied(string who, Tally tally) => tally.IsEmpty ? null
            : $"{W(who)}: {Join(tally.All.Where(one => one.Count > 0).Select(one => $"{one.Count} {W(one.Choice)}").Concat(tally.Few ? [W(tally.All.Any(one => one.Count > 0) ? "few.other" : "few.answers")] : Array.Empty<string>()))}";

        private IReadOnlyList<(string, string)> Lines(params (string Label, string? Text)[] lines) =>
            [.. lines.Where(line => !string.IsNullOrWhiteSpace(line.Text)).Select(line => (W(line.Label), line.Text!))];

        private static string? Join(IEnumerable<string> parts, string by = ", ") => string.Join(by, parts) is { Length: > 0 } joined ? joined : null;
    }

    /// <summary>A word of a code, as the exports say it.</summary>
    public static string Word(string language, string code) => (language == "en" ? En : Sv).GetValueOrDefault(code, code);

    public static string Date(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static readonly Dictionary<string, string> Sv = new(StringComparer.Ordinal)
    {
        ["targetGroup"] = "Målgrupp", ["concluded"] = "Avslutad", ["preliminary"] = "Preliminärt: dialogen är inte avslutad",
        ["vision"] = "Gemensam värdevision", ["initiatives"] = "Gemensamma initiativ", ["nextSteps"] = "Nästa steg", ["moments"] = "Händelser", ["findings"] = "Underlag",
        ["gaps"] = "Mellanrum", ["themes"] = "Det vi såg tillsammans", ["noTheme"] = "Utan tema", ["note"] = "Lapp", ["vote"] = "röst", ["votes"] = "röster", ["closing"] = "Vad vi tog med oss", ["people"] = "Vilka som tog del", ["sign"] = "Så märks det", ["stances"] = "Kan ni stå bakom det", ["when"] = "När", ["feeling"] = "Känsla",
        ["source"] = "Källa", ["quote"] = "Citat", ["organisation"] = "Aktör", ["level"] = "Nivå", ["what"] = "Vad", ["lead"] = "Håller i", ["contributors"] = "Bidrar",
        ["stage"] = "Läge", ["mandates"] = "Vem behöver besluta", ["who"] = "Vem", ["with"] = "Tillsammans med", ["due"] = "Senast", ["state"] = "Status", ["progress"] = "Uppföljning",
        ["text"] = "Kommentar", ["someone"] = "Någon", ["noOrganisation"] = "Utan organisation", ["people.some"] = "personer", ["few"] = "färre än fem",
        ["few.answers"] = "färre än fem svar av varje slag", ["few.other"] = "färre än fem av varje annat svar", ["ownExperience"] = "Egen erfarenhet", ["personal"] = "Personliga svar", ["step"] = "Steg", ["role"] = "Roll",
        ["frontline"] = "verksamhet", ["management"] = "chef", ["leadership"] = "högsta ledning", ["livedExperience"] = "egen erfarenhet eller närstående",
        ["asked"] = "tillfrågad", ["proposed"] = "föreslaget", ["awaitingDecision"] = "väntar på beslut", ["agreed"] = "överenskommet",
        ["planned"] = "planeras", ["tried"] = "prövas", ["running"] = "i drift", ["ended"] = "avslutat",
        ["execution"] = "verkställighet", ["delegation"] = "delegation", ["board"] = "nämnd",
        ["standsBehind"] = "står bakom", ["canLiveWith"] = "kan leva med", ["needsChange"] = "behöver ändras", ["standsAside"] = "står utanför",
        ["notStarted"] = "inte börjat", ["ongoing"] = "på gång", ["done"] = "klart", ["stuck"] = "kör fast",
        ["works"] = "fungerar", ["fragile"] = "skör", ["missing"] = "saknas", ["doubled"] = "dubbel",
    };

    private static readonly Dictionary<string, string> En = new(StringComparer.Ordinal)
    {
        ["targetGroup"] = "Target group", ["concluded"] = "Concluded", ["preliminary"] = "Preliminary: the dialogue is not concluded",
        ["vision"] = "Shared value vision", ["initiatives"] = "Joint initiatives", ["nextSteps"] = "Next steps", ["moments"] = "Moments", ["findings"] = "Findings",
        ["gaps"] = "Gaps", ["themes"] = "What we saw together", ["noTheme"] = "Without a theme", ["note"] = "Note", ["vote"] = "vote", ["votes"] = "votes", ["closing"] = "What we took with us", ["people"] = "Who took part", ["sign"] = "How it will be noticed", ["stances"] = "Can you stand behind it", ["when"] = "When", ["feeling"] = "Feeling",
        ["source"] = "Source", ["quote"] = "Quote", ["organisation"] = "Organisation", ["level"] = "Level", ["what"] = "What", ["lead"] = "Lead", ["contributors"] = "Contributors",
        ["stage"] = "Stage", ["mandates"] = "Who must decide", ["who"] = "Who", ["with"] = "Together with", ["due"] = "By", ["state"] = "State", ["progress"] = "Follow-up",
        ["text"] = "Comment", ["someone"] = "Somebody", ["noOrganisation"] = "Without an organisation", ["people.some"] = "people", ["few"] = "fewer than five",
        ["few.answers"] = "fewer than five of each answer", ["few.other"] = "fewer than five of each other answer", ["ownExperience"] = "Lived experience", ["personal"] = "Personal answers", ["step"] = "Step", ["role"] = "Role",
        ["frontline"] = "frontline", ["management"] = "management", ["leadership"] = "leadership", ["livedExperience"] = "lived experience or next of kin",
        ["asked"] = "asked", ["proposed"] = "proposed", ["awaitingDecision"] = "awaiting decision", ["agreed"] = "agreed",
        ["planned"] = "planned", ["tried"] = "being tried", ["running"] = "running", ["ended"] = "ended",
        ["execution"] = "execution", ["delegation"] = "delegation", ["board"] = "board",
        ["standsBehind"] = "stands behind", ["canLiveWith"] = "can live with", ["needsChange"] = "needs change", ["standsAside"] = "stands aside",
        ["notStarted"] = "not started", ["ongoing"] = "ongoing", ["done"] = "done", ["stuck"] = "stuck",
        ["works"] = "works", ["fragile"] = "fragile", ["missing"] = "missing", ["doubled"] = "doubled",
    };
}

public sealed record Section(string Title, IReadOnlyList<Entry> Entries);

public sealed record Entry(string Heading, IReadOnlyList<(string Label, string Text)> Lines);
