// Who plays in which dialogue: kept beside the journal, so that a play goes on after a restart, and is forgotten with its dialogue.
using System.Security.Cryptography;
using System.Text;

namespace Workshop.Server.Demo;

/// <summary>A simulated person. The cookie opens nothing but the dialogue that is played.</summary>
/// <param name="Organisation">Its name; null: own experience.</param>
public sealed record Performer(string Key, string Name, string? Organisation, string Level, double Pace, string? Table = null, string? Cookie = null, string? ParticipantId = null);

/// <param name="Kind"><c>demo</c> or <c>rehearsal</c>.</param>
/// <param name="Owner">The device of the facilitator who rehearses.</param>
/// <param name="Day">What <c>+30d</c> counts from: kept, so that a beat that is done again after a restart is the same command.</param>
/// <param name="Organisations">The script's key → the name in this dialogue.</param>
/// <param name="Parts">The script's person → the member who plays it.</param>
public sealed record Staged(
    string Kind, string DialogueId, string JoinCode, string? Owner, int Seed, double Speed, DateOnly Day, IReadOnlyList<Performer> Cast,
    IReadOnlyDictionary<string, string> Organisations, IReadOnlyDictionary<string, string> Parts)
{
    public const string Demo = "demo";
    public const string Rehearsal = "rehearsal";

    /// <summary>The same for the same dialogue and words, always: so a play that starts over says everything again and nothing twice.</summary>
    public string Id(string of) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{DialogueId}/{of}")).AsSpan(0, 16), bigEndian: true).ToString("D");

    /// <summary>0–1, decided by the seed and by what it is about, not by when it is asked: so the order of things does not change it.</summary>
    public double Roll(string about) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{about}"))) / (double)uint.MaxValue;
}

public static class Casting
{
    public const int MostPeople = 24;
    private static readonly string[] Names =
        ["Alva", "Bertil", "Cissi", "Dag", "Ellen", "Frans", "Greta", "Hassan", "Iris", "Joel", "Kerstin", "Love", "Mira", "Nils", "Oskar", "Pia", "Rana", "Sten", "Tuva", "Ulf", "Vera", "William", "Ylva", "Zara"];

    private static readonly string[] Levels = ["management", "frontline", "leadership"];

    public static Staged Demo(Script script, string dialogueId, string joinCode, int seed, double speed, DateOnly day) => new(
        Staged.Demo, dialogueId, joinCode, null, seed, speed, day,
        [.. script.People.Select(one => new Performer(one.Key, one.Name, script.Organisations.FirstOrDefault(o => o.Key == one.Organisation)?.Name, one.Level, one.Pace, one.Table))],
        script.Organisations.ToDictionary(one => one.Key, one => one.Name), script.People.ToDictionary(one => one.Key, one => one.Key));

    /// <summary>
    /// People for somebody's own agenda: as many as are expected, otherwise a few of each organisation, and two with experience of their own. The script's people
    /// are played by who is most like them: same level, then same kind of organisation.
    /// </summary>
    public static Staged Rehearsal(Script script, Rules.Dialogue of, string dialogueId, string joinCode, string owner, int people, double speed, DateOnly day)
    {
        var organisations = of.Organisations.Select(one => (one.Name, one.Kind)).ToList();
        if (organisations.Count == 0) organisations = [.. script.Organisations.Take(4).Select(one => (one.Name, one.Kind))];
        var chairs = new List<(string? Organisation, string Level)> { (null, "livedExperience"), (null, "livedExperience") };
        var expected = of.Expected.Where(one => one.Level != "livedExperience")
            .SelectMany(one => Enumerable.Repeat((of.OrganisationOf(one.Organisation)?.Name, one.Level), one.Count)).ToList();
        // The first of an organisation answers for it: so everybody has one before anybody has two.
        for (var round = 0; chairs.Count < people && round < Levels.Length + expected.Count; round++)
            foreach (var (name, _) in organisations.Take(people - chairs.Count))
            {
                var theirs = expected.Where(one => one.Name == name).ToList();
                if (theirs.Count > round) chairs.Add(theirs[round]);
                else if (theirs.Count == 0 && round < Levels.Length) chairs.Add((name, Levels[round]));
            }
        var cast = chairs.Take(people).Select((chair, number) => new Performer($"r{number}", $"{Names[number]} (låtsas)", chair.Organisation, chair.Level, 0.7 + 0.05 * (number % 12))).ToList();
        string KindOf(string? name) => organisations.Find(one => one.Name == name).Kind ?? "";
        var asked = new Dictionary<string, int>(StringComparer.Ordinal);
        var parts = script.People.ToDictionary(one => one.Key, one =>
        {
            var kind = script.Organisations.FirstOrDefault(o => o.Key == one.Organisation)?.Kind ?? "";
            var best = cast.OrderByDescending(member => (member.Level == one.Level ? 4 : (member.Level == "livedExperience") == (one.Level == "livedExperience") ? 2 : 0) + (KindOf(member.Organisation) == kind ? 1 : 0))
                .ThenBy(member => asked.GetValueOrDefault(member.Key)).First();
            asked[best.Key] = asked.GetValueOrDefault(best.Key) + 1;
            return best.Key;
        });
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = script.Organisations.ToDictionary(one => one.Key, one =>
        {
            var best = organisations.OrderByDescending(own => own.Kind == one.Kind).ThenBy(own => taken.GetValueOrDefault(own.Name)).First().Name;
            taken[best] = taken.GetValueOrDefault(best) + 1;
            return best;
        });
        return new Staged(Staged.Rehearsal, dialogueId, joinCode, owner, 1, speed, day, cast, names, parts);
    }
}
