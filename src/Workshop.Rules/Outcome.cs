using System.Buffers;
using System.Text.Json;
using Workshop.Rules.Items;

namespace Workshop.Rules;

/// <summary>
/// What was agreed, for members and for those who read it afterwards: shaped from the state as an outsider may see it, so nothing hidden is in it.
/// <c>{"vision","initiatives","nextSteps":[{…item,"state"}],"stances","people", "moments","findings","gaps","organisations", …}</c>
/// </summary>
public static class Outcome
{
    public static byte[] Of(Dialogue dialogue)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, RulesJson.Writing)) Write(json, dialogue);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Live items of a kind that everybody may see, in the order they were made.</summary>
    public static IEnumerable<Item> Open(Dialogue dialogue, string kind) => dialogue.LiveInOrder().Where(item => item.Kind == kind && item.SeenBy == Audience.All);

    private static void Write(Utf8JsonWriter json, Dialogue dialogue)
    {
        json.WriteStartObject();
        Items(json, "vision"u8, Open(dialogue, "visionSentence"));
        Items(json, "initiatives"u8, Open(dialogue, "initiative"));
        json.WriteStartArray("nextSteps"u8);
        foreach (var step in Open(dialogue, "nextStep"))
        {
            json.WriteStartObject();
            json.WriteString("state"u8, NextStep.State(dialogue, step));
            json.WriteStartArray("named"u8);
            foreach (var organisation in NextStep.Named(step)) json.WriteStringValue(organisation);
            json.WriteEndArray();
            WriteInto(json, step);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("stances"u8);
        foreach (var target in Stood(dialogue)) StanceReading.Of(dialogue, target.Id).WriteTo(json);
        json.WriteEndArray();
        People(json, dialogue);
        Items(json, "moments"u8, Open(dialogue, "moment"));
        Items(json, "findings"u8, Open(dialogue, "finding"));
        Items(json, "contacts"u8, Open(dialogue, "contact"));
        Items(json, "connections"u8, Open(dialogue, "connection"));
        json.WritePropertyName("organisations"u8);
        JsonSerializer.Serialize(json, dialogue.Organisations, RulesJson.Parts.ImmutableArrayOrganisation);
        Unanswered(json, dialogue);
        Themes(json, dialogue);
        Ratings(json, dialogue);
        json.WriteStartArray("closing"u8);
        foreach (var note in Closing(dialogue)) json.WriteStringValue(note.Text("text"));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Items(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<Item> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            WriteInto(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>What it says, not who wrote it: of what was reported later, the answers and words, neither the reporter nor whom it was handed to.</summary>
    private static void WriteInto(Utf8JsonWriter json, Item item)
    {
        item.WriteMaking(json, ItemKind.Named(item.Kind) is { HasFacilitatorFields: true } kind ? kind.ToldToAll : null);
        json.WriteString("at"u8, View.Time(item.At));
        json.WriteNumber("seq"u8, item.Seq);
        if (item.Reports.IsEmpty) return;
        json.WritePropertyName("reports"u8);
        JsonSerializer.Serialize(json, [.. item.Reports.Select(report => report with { By = null, Reporter = "", HandOverTo = null })], RulesJson.Parts.ImmutableArrayReport);
    }

    /// <summary>What anybody has answered to.</summary>
    private static IEnumerable<Item> Stood(Dialogue dialogue)
    {
        var answered = dialogue.Stances.Values.Where(stance => stance.SeenBy == Audience.All).Select(stance => stance.TargetId).ToHashSet();
        return dialogue.LiveInOrder().Where(item => item.SeenBy == Audience.All && answered.Contains(item.Id));
    }

    /// <summary>Who took part: counted, or by name where the facilitator said so. Nothing of ready, hands or tables: those were of the day.</summary>
    private static void People(Utf8JsonWriter json, Dialogue dialogue)
    {
        json.WriteNumber("participants"u8, Attendance.Who(dialogue).Count(person => person.Tallied));
        json.WriteStartArray("people"u8);
        if (!dialogue.NamesInResult)
            foreach (var row in Attendance.Of(dialogue)) row.WriteTo(json);
        else
            foreach (var person in Attendance.Who(dialogue))
            {
                json.WriteStartObject();
                json.WriteString("name"u8, person.Name);
                if (person.Organisation is not null) json.WriteString("organisation"u8, person.Organisation);
                json.WriteString("level"u8, person.Level);
                json.WriteString("role"u8, person.Role);
                json.WriteEndObject();
            }
        json.WriteEndArray();
    }

    /// <summary>What people took with them, without their names: it was said to the room.</summary>
    public static IEnumerable<Item> Closing(Dialogue dialogue) => Open(dialogue, "note").Where(note => dialogue.PhaseOf(note.PhaseId)?.Kind == "closing");

    /// <summary>Themes with their notes, most votes first; then, without a title, notes in no theme that have votes. Votes are none while totals are hidden.</summary>
    public static IReadOnlyList<(string? Title, int Votes, IReadOnlyList<(string Text, int Votes)> Notes)> Themes(Dialogue dialogue)
    {
        var votes = dialogue.Votes.Values.Where(vote => vote.SeenBy == Audience.All && dialogue.Live(vote.ItemId) is { } item && dialogue.PhaseOf(item.PhaseId)?.Conduct.Voting.Hidden is false)
            .GroupBy(vote => vote.ItemId).ToDictionary(group => group.Key, group => group.Sum(vote => vote.Weight));
        var notes = Open(dialogue, "note").Select(note => (note.Theme, Text: note.Text("text") ?? "", Votes: votes.GetValueOrDefault(note.Id))).ToLookup(note => note.Theme);
        (string?, int, IReadOnlyList<(string, int)>) Group(string? title, Guid? theme, int own, int least) =>
            (title, own + notes[theme].Sum(note => note.Votes), [.. notes[theme].Where(note => note.Votes >= least).OrderByDescending(note => note.Votes).Select(note => (note.Text, note.Votes))]);
        var themes = Open(dialogue, "theme").Select(theme => Group(theme.Text("title"), theme.Id, votes.GetValueOrDefault(theme.Id), 0)).OrderByDescending(theme => theme.Item2);
        return [.. themes.Append(Group(null, null, 0, 1)).Where(theme => theme.Item1 is not null || theme.Item3.Count > 0)];
    }

    private static void Themes(Utf8JsonWriter json, Dialogue dialogue)
    {
        json.WriteStartArray("themes"u8);
        foreach (var (title, votes, notes) in Themes(dialogue))
        {
            json.WriteStartObject();
            if (title is not null) json.WriteString("title"u8, title);
            json.WriteNumber("votes"u8, votes);
            json.WriteStartArray("notes"u8);
            foreach (var (text, own) in notes)
            {
                json.WriteStartObject();
                json.WriteString("text"u8, text);
                json.WriteNumber("votes"u8, own);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The mean of a few could be taken for one of them.</summary>
    private static void Ratings(Utf8JsonWriter json, Dialogue dialogue)
    {
        json.WriteStartArray("ratings"u8);
        foreach (var rated in dialogue.Ratings.Values.Where(rating => rating.SeenBy == Audience.All && dialogue.Live(rating.ItemId) is { SeenBy: Audience.All }).GroupBy(rating => rating.ItemId).Where(rated => rated.Count() >= Tally.Least))
        {
            json.WriteStartObject();
            json.WriteString("itemId"u8, rated.Key);
            json.WriteNumber("count"u8, rated.Count());
            json.WriteNumber("effect"u8, Math.Round(rated.Average(rating => rating.Effect), 1));
            json.WriteNumber("effort"u8, Math.Round(rated.Average(rating => rating.Effort), 1));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Moments that no vision sentence, initiative or gap points to.</summary>
    private static void Unanswered(Utf8JsonWriter json, Dialogue dialogue)
    {
        var answers = Open(dialogue, "visionSentence").Concat(Open(dialogue, "initiative")).Concat(Open(dialogue, "connection").Where(connection => connection.Text("state") == "missing"));
        var answered = answers.SelectMany(item => item.Texts("moments")).ToHashSet(StringComparer.Ordinal);
        json.WriteStartArray("unanswered"u8);
        foreach (var moment in Open(dialogue, "moment").Where(moment => !answered.Contains(moment.Id.ToString("D")))) json.WriteStringValue(moment.Id);
        json.WriteEndArray();
    }
}
