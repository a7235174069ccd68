// How the Word document looks: few styles, by the names that Word itself gives them, so that an organisation's own template can take over.
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Workshop.Server.Exports;

internal static class WordStyles
{
    public static W.Styles Of(string language) => new(
        new W.DocDefaults(new W.RunPropertiesDefault(new W.RunPropertiesBaseStyle(
            new W.RunFonts { Ascii = "Calibri", HighAnsi = "Calibri", ComplexScript = "Calibri" }, new W.FontSize { Val = "22" }, new W.Languages { Val = language }))),
        new W.Style(new W.StyleName { Val = "Normal" }, new W.StyleParagraphProperties(new W.SpacingBetweenLines { After = "80" }))
        {
            Type = W.StyleValues.Paragraph, StyleId = "Normal", Default = true,
        },
        Paragraph("Title", "Title", size: "52", bold: true, new W.SpacingBetweenLines { Before = "4000", After = "240" }),
        Paragraph("Subtitle", "Subtitle", size: "26", bold: false, new W.SpacingBetweenLines { After = "120" }),
        Paragraph("Heading1", "heading 1", size: "32", bold: true, new W.KeepNext(), new W.SpacingBetweenLines { Before = "360", After = "120" }, new W.OutlineLevel { Val = 0 }),
        new W.Style(
            new W.StyleName { Val = "Table Grid" },
            new W.StyleTableProperties(
                new W.TableBorders(
                    new W.TopBorder { Val = W.BorderValues.Single, Size = 4U }, new W.LeftBorder { Val = W.BorderValues.Single, Size = 4U },
                    new W.BottomBorder { Val = W.BorderValues.Single, Size = 4U }, new W.RightBorder { Val = W.BorderValues.Single, Size = 4U },
                    new W.InsideHorizontalBorder { Val = W.BorderValues.Single, Size = 4U }, new W.InsideVerticalBorder { Val = W.BorderValues.Single, Size = 4U }),
                new W.TableCellMarginDefault(
                    new W.TopMargin { Width = "40", Type = W.TableWidthUnitValues.Dxa }, new W.TableCellLeftMargin { Width = 90, Type = W.TableWidthValues.Dxa },
                    new W.BottomMargin { Width = "40", Type = W.TableWidthUnitValues.Dxa }, new W.TableCellRightMargin { Width = 90, Type = W.TableWidthValues.Dxa })))
        {
            Type = W.StyleValues.Table, StyleId = "TableGrid",
        });

    private static W.Style Paragraph(string id, string name, string size, bool bold, params DocumentFormat.OpenXml.OpenXmlElement[] paragraph) => new(
        new W.StyleName { Val = name }, new W.BasedOn { Val = "Normal" }, new W.StyleParagraphProperties(paragraph),
        bold ? new W.StyleRunProperties(new W.Bold(), new W.FontSize { Val = size }) : new W.StyleRunProperties(new W.FontSize { Val = size }))
    {
        Type = W.StyleValues.Paragraph, StyleId = id,
    };
}
