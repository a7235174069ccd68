// The rows of FreeTexts, held against what erasing does.
namespace Workshop.Rules.Tests;

public class FreeTextRules
{
    [Fact(DisplayName = "RU858 every free text that any event can hold has a deed that takes it back, found in the types: a new field without a row fails")]
    public void EachIsTakenBack()
    {
        var (texts, unknown) = FreeTexts.All();
        string.Join(", ", unknown).Should().BeEmpty("a string of an event is an id, a choice, a date, or words that somebody must be able to take back");
        texts.Should().HaveCountGreaterThan(60);
        foreach (var (path, holds, taking) in texts)
        {
            var mark = $"{FreeTexts.Mark} {path}\"";
            System.Text.Encoding.UTF8.GetString(RulesJson.Body(holds)).Should().Contain(mark, "it is in the event before");
            var fact = new Fact(5, default, "p1", null, Audience.All, false, holds, RulesJson.Body(holds));
            var without = Erasure.Of(fact, taking);
            without.Should().NotBeNull(path);
            System.Text.Encoding.UTF8.GetString(RulesJson.Body(without!)).Should().NotContain(mark, path);
        }
    }

    [Fact(DisplayName = "RU859 every free text that a person can have written goes with all that this person wrote")]
    public void EachIsWrittenBySomebody()
    {
        foreach (var (path, holds, _) in FreeTexts.All().Texts.Where(text => text.Holds is ItemAdded or ItemChanged or StanceTaken or ProgressReported or CardSet))
        {
            var fact = new Fact(5, default, "p1", null, Audience.All, false, holds, RulesJson.Body(holds));
            System.Text.Encoding.UTF8.GetString(RulesJson.Body(Erasure.Of(fact, new ContentErased(WrittenBy: "p1"))!)).Should().NotContain(FreeTexts.Mark, path);
            Erasure.Of(fact with { By = "p2" }, new ContentErased(WrittenBy: "p1")).Should().BeNull("another wrote it");
        }
    }
}
