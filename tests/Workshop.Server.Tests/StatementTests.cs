// The accessibility statement: the operator's own text, and everybody's to read. And the sentences of the server in three languages.
using System.Net;
using System.Text.RegularExpressions;
using Workshop.Server.Words;

namespace Workshop.Tests;

public sealed class StatementTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task SV140_the_statement_is_the_operators_file_as_it_is_now_for_anybody()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# Tillgänglighet\n\nVi på <Region> ansvarar.");
        await using var house = await House.Open("--Workshop:Statement", file);
        async Task<string?> Told() => (string?)(await house.Stranger().Must(HttpMethod.Get, "/api/statement"))!["text"];
        (await Told()).Should().Be("# Tillgänglighet\n\nVi på <Region> ansvarar.");
        await File.WriteAllTextAsync(file, "Ändrad");
        (await Told()).Should().Be("Ändrad", "it is read when it is asked for");
        await File.WriteAllTextAsync(file, new string('x', 65 * 1024));
        (await Told()).Should().BeNull("nobody reads a statement of that size");
        File.Delete(file);
        (await Told()).Should().BeNull();
    }

    [Fact]
    public async Task SV140_without_a_file_there_is_none_and_the_page_is_there_all_the_same()
    {
        await using var house = await House.Open();
        (await house.Stranger().Must(HttpMethod.Get, "/api/statement"))!["text"].Should().BeNull();
        using var http = new HttpClient { BaseAddress = house.Address };
        (await http.GetAsync(new Uri("/tillganglighet", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("sv-simple", "sv-simple")]
    [InlineData("sv-SE,sv;q=0.9,en;q=0.8", "sv")]
    [InlineData("en-GB", "en")]
    [InlineData("de, sv-simple;q=0.5", "sv-simple")]
    [InlineData("de", null)]
    public void SV141_the_language_is_the_first_we_have_of_those_asked_for(string asked, string? chosen) => Sentences.Choose(asked).Should().Be(chosen);

    [Fact]
    public void SV141_every_sentence_is_there_in_three_languages_and_latt_svenska_is_short()
    {
        Sentences.Codes.Should().HaveCountGreaterThan(25);
        foreach (var (code, said) in Sentences.Codes)
        {
            foreach (var (sv, simple, en) in said)
            {
                var names = Named(sv);
                Named(simple).Should().Equal(names, code);
                Named(en).Should().Equal(names, code);
                foreach (var sentence in Regex.Split(simple, @"[.?!]\s+", RegexOptions.None, Soon))
                    sentence.Split(' ').Length.Should().BeLessThanOrEqualTo(11, "{0}: {1}", code, sentence);
                Regex.Matches(simple, @"\p{L}{15,}", RegexOptions.None, Soon).Should().BeEmpty(code);
            }
        }
    }

    private static string[] Named(string sentence) => [.. Regex.Matches(sentence, @"\{\w+\}", RegexOptions.None, Soon).Select(one => one.Value).Order()];
}
