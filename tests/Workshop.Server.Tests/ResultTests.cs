// One dialogue's result, in every form that leaves the house: own experience first, organisations with their reason, nobody's own answer signed.
using System.IO.Compression;
using System.Text;

namespace Workshop.Tests;

public sealed class ResultTests(Gathered room) : IClassFixture<Gathered>
{
    private const string Person = "Förnamnet", Reason = "det-personliga-skälet";

    [Fact]
    public async Task SV350_no_form_of_the_result_names_a_person_or_signs_a_personal_answer_and_own_experience_comes_first()
    {
        await room.Did(room.Lead.Device, Asks.EnterPhase("valueVision"));
        var sentence = Asks.AddItem("visionSentence", "valueVision", new JsonObject { ["text"] = "En väg in" });
        await room.Did(room.Anna, sentence);
        var target = (string)sentence["item"]!["id"]!;
        await room.Did(room.Anna, Asks.Stand(target, "needsChange", "organisationens skäl", "o1"));
        var ids = new List<string>();
        foreach (var (level, answer, number) in ((string, string, int)[])[("livedExperience", "standsAside", 2), ("frontline", "standsBehind", 6), ("frontline", "needsChange", 1)])
            for (var n = 0; n < number; n++) ids.Add(await Answer(level, answer, target, n));

        foreach (var (form, text) in await Forms())
        {
            text.Should().NotContain(Person, form).And.NotContain(Reason, form);
            foreach (var id in ids.Append(room.AnnaId).Append(room.BoId)) text.Should().NotContain(id, form);
            if (form is "csv" or "ics") continue;
            text.Should().Contain("organisationens skäl", form);
            var (own, organisation, personal) = form == "json" ? ("\"ownExperience\"", "\"organisations\":[{\"organisation\"", "\"personal\"") : ("Egen erfarenhet", "Neurologen", "Personliga svar");
            if (form != "json") text.IndexOf(own, StringComparison.Ordinal).Should().BeInRange(0, text.IndexOf(organisation, StringComparison.Ordinal), form);
            text.Should().Contain(personal, form);
        }

        async Task<string> Answer(string level, string answer, string about, int n)
        {
            var device = room.House.Stranger();
            var joined = await device.Join(room.Dialogue.JoinCode, $"{Person} {level} {answer} {n}", level == "livedExperience" ? null : "Hemtjänsten", level);
            var stance = Asks.Stand(about, answer, answer == "standsBehind" ? null : $"{Reason} {n}");
            if (level == "livedExperience") stance["mayShow"] = true;
            await room.Did(device, stance);
            return joined.ParticipantId;
        }
    }

    /// <summary>As text, whatever the file is made of.</summary>
    private async Task<List<(string Form, string Text)>> Forms()
    {
        var all = new List<(string, string)>();
        var link = (await room.Lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{room.Dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!.GetValue<string>();
        foreach (var form in (string[])["json", "html", "md", "docx", "csv", "ics"])
            foreach (var path in (string[])[$"/api/dialogues/{room.Dialogue.Id}/outcome.{form}", $"/api{link}.{form}"])
            {
                var answer = await room.Anna.Get(path);
                answer.Status.Should().Be(200, path);
                all.Add((form, form == "docx" ? Unzipped(answer.Bytes) : Encoding.UTF8.GetString(answer.Bytes)));
            }
        all.Add(("json", Encoding.UTF8.GetString((await room.House.Stranger().Get("/api" + link)).Bytes)));
        return all;
    }

    private static string Unzipped(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return string.Join('\n', zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }));
    }
}
