// The reading as a Word document: A4, a title page, headings for sections only, and tables for what is in them, so that it can be read by outline and by cell.
using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Workshop.Server.Exports;

public static class WordFile
{
    /// <summary>Between the margins of an A4 page, in twentieths of a point.</summary>
    private const int Width = 9638;

    /// <summary>More columns than this do not fit a page upright.</summary>
    private const int MostColumns = 4;

    public static byte[] Write(Reading reading)
    {
        using var file = new MemoryStream();
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            package.PackageProperties.Title = Legal(reading.Title);
            var main = package.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = WordStyles.Of(reading.Language == "en" ? "en-GB" : "sv-SE");
            main.AddNewPart<FooterPart>("footer").Footer = new W.Footer(new W.Paragraph(
                new W.ParagraphProperties(new W.Justification { Val = W.JustificationValues.Right }), new W.SimpleField(new W.Run(new W.Text("1"))) { Instruction = "PAGE" }));
            main.Document = new W.Document(new W.Body([.. Body(reading), Page()]));
        }
        return file.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Body(Reading reading)
    {
        yield return Paragraph(reading.Title, "Title");
        foreach (var line in reading.Intro) yield return Paragraph(line, "Subtitle");
        yield return new W.Paragraph(new W.Run(new W.Break { Type = W.BreakValues.Page }));
        foreach (var section in reading.Sections)
        {
            yield return Paragraph(section.Title, "Heading1");
            foreach (var part in Section(section)) yield return part;
        }
    }

    /// <summary>One table where its columns fit the page, otherwise one for each entry; plain lines where there is nothing but them.</summary>
    private static IEnumerable<OpenXmlElement> Section(Section section)
    {
        var labels = section.Entries.SelectMany(entry => entry.Lines.Select(line => line.Label)).Distinct(StringComparer.Ordinal).ToList();
        var once = section.Entries.All(entry => entry.Lines.Select(line => line.Label).Distinct(StringComparer.Ordinal).Count() == entry.Lines.Count);
        if (labels.Count == 0) return section.Entries.Select(entry => Paragraph(entry.Heading));
        if (!once || labels.Count >= MostColumns) return section.Entries.SelectMany(Apart);
        return
        [
            Table(
                [.. labels.Prepend("").Select(_ => Width / (labels.Count + 1))],
                section.Entries.Select(entry => Row([entry.Heading, .. labels.Select(label => entry.Lines.FirstOrDefault(line => line.Label == label).Text ?? "")]))
                    .Prepend(Head([section.Title, .. labels]))),
            Paragraph(""),
        ];
    }

    private static IEnumerable<OpenXmlElement> Apart(Entry entry) =>
    [
        Table(
            [Width / 4, Width - (Width / 4)],
            entry.Lines.GroupBy(line => line.Label, StringComparer.Ordinal).Select(label => Row([label.Key, string.Join('\n', label.Select(line => line.Text))], bold: true))
                .Prepend(Head([entry.Heading], span: 2))),
        Paragraph(""), // two tables in a row would be one
    ];

    private static W.Table Table(IReadOnlyList<int> widths, IEnumerable<W.TableRow> rows)
    {
        var table = new W.Table(
            new W.TableProperties(
                new W.TableStyle { Val = "TableGrid" }, new W.TableWidth { Width = "5000", Type = W.TableWidthUnitValues.Pct }, new W.TableLayout { Type = W.TableLayoutValues.Fixed }),
            new W.TableGrid(widths.Select(width => new W.GridColumn { Width = width.ToString(CultureInfo.InvariantCulture) })));
        table.Append(rows);
        return table;
    }

    /// <summary>A row that a screen reader says as the head, and that stands again on the next page.</summary>
    private static W.TableRow Head(IReadOnlyList<string> cells, int span = 1)
    {
        var row = new W.TableRow(new W.TableRowProperties(new W.CantSplit(), new W.TableHeader()));
        row.Append(cells.Select(cell => new W.TableCell(
            new W.TableCellProperties(new W.GridSpan { Val = span }, new W.Shading { Val = W.ShadingPatternValues.Clear, Fill = "F2EFE6" }), Paragraph(cell, bold: true))));
        return row;
    }

    /// <param name="bold">The first cell.</param>
    private static W.TableRow Row(IReadOnlyList<string> cells, bool bold = false) =>
        new(cells.Select((cell, i) => new W.TableCell(Paragraph(cell, bold: bold && i == 0))));

    private static W.Paragraph Paragraph(string text, string? style = null, bool bold = false)
    {
        var run = new W.Run();
        if (bold) run.Append(new W.RunProperties(new W.Bold()));
        var first = true;
        foreach (var line in Legal(text).ReplaceLineEndings("\n").Split('\n'))
        {
            if (!first) run.Append(new W.Break());
            first = false;
            run.Append(new W.Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }
        return style is null ? new W.Paragraph(run) : new W.Paragraph(new W.ParagraphProperties(new W.ParagraphStyleId { Val = style }), run);
    }

    private static W.SectionProperties Page() => new(
        new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = "footer" },
        new W.PageSize { Width = 11906U, Height = 16838U },
        new W.PageMargin { Top = 1134, Right = 1134U, Bottom = 1134, Left = 1134U, Header = 567U, Footer = 567U, Gutter = 0U },
        new W.TitlePage());

    /// <summary>XML has no place for some signs, not even escaped; a lone half of a pair is one of them.</summary>
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xFFFE or 0xFFFF)) legal.Append(rune.ToString());
        return legal.ToString();
    }
}
