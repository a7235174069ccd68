// The reading as a Word document, written by hand: four small parts in a zip need no library (the one there is brings 10 MB).
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Workshop.Server.Exports;

public static class WordFile
{
    private const string W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private const string Types = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>
        """;

    private const string Relations = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
        """;

    private const string DocumentRelations = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
        """;

    public static byte[] Write(Reading reading)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", Types);
            Part(zip, "_rels/.rels", Relations);
            Part(zip, "word/_rels/document.xml.rels", DocumentRelations);
            Part(zip, "word/styles.xml", Styles(reading.Language == "en" ? "en-GB" : "sv-SE"));
            using var body = zip.CreateEntry("word/document.xml").Open();
            Document(body, reading);
        }
        return file.ToArray();
    }

    private static void Document(Stream body, Reading reading)
    {
        using var xml = XmlWriter.Create(body, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false });
        xml.WriteStartDocument(standalone: true);
        xml.WriteStartElement("w", "document", W);
        xml.WriteStartElement("body", W);
        Paragraph(xml, "Title", (reading.Title, false));
        foreach (var line in reading.Intro) Paragraph(xml, null, (line, false));
        foreach (var section in reading.Sections)
        {
            Paragraph(xml, "Heading1", (section.Title, false));
            foreach (var entry in section.Entries)
            {
                Paragraph(xml, "Heading2", (entry.Heading, false));
                foreach (var (label, text) in entry.Lines) Paragraph(xml, null, (label + ": ", true), (text, false));
            }
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Paragraph(XmlWriter xml, string? style, params (string Text, bool Bold)[] runs)
    {
        xml.WriteStartElement("p", W);
        if (style is not null)
        {
            xml.WriteStartElement("pPr", W);
            xml.WriteStartElement("pStyle", W);
            xml.WriteAttributeString("val", W, style);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        foreach (var (text, bold) in runs)
        {
            xml.WriteStartElement("r", W);
            if (bold)
            {
                xml.WriteStartElement("rPr", W);
                xml.WriteElementString("b", W, "");
                xml.WriteEndElement();
            }
            var first = true;
            foreach (var line in Legal(text).ReplaceLineEndings("\n").Split('\n'))
            {
                if (!first) xml.WriteElementString("br", W, "");
                first = false;
                xml.WriteStartElement("t", W);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(line);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>XML has no place for some signs, not even escaped; a lone half of a pair is one of them.</summary>
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xFFFE or 0xFFFF)) legal.Append(rune.ToString());
        return legal.ToString();
    }

    private static string Styles(string language) => $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:keepNext/><w:spacing w:before="360"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:keepNext/><w:spacing w:before="160"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style></w:styles>
        """;

    private static void Part(ZipArchive zip, string name, string content)
    {
        using var to = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        to.Write(content);
    }
}
