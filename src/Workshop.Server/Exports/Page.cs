// The reading as one HTML page that prints well, loads nothing and runs nothing; its only style is allowed by its hash.
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Workshop.Server.Exports;

public static class Page
{
    private const string Style = "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}h1{line-height:1.2}"
        + "h2{margin-top:2rem;border-bottom:1px solid #8a6d00}h3{margin-bottom:.25rem;font-size:1.05rem;white-space:pre-wrap;overflow-wrap:anywhere}dl{margin:0 0 1rem}dt{font-weight:600;float:left;clear:left;margin-right:.5rem}"
        + "dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}article{break-inside:avoid}";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Instead of the installation's policy: this page needs its one style and nothing else.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Write(Reading reading)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"").Append(reading.Language).Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<meta name=\"robots\" content=\"noindex\"><title>").Append(Text(reading.Title)).Append("</title><style>").Append(Style).Append("</style></head><body><main><h1 dir=\"auto\">")
            .Append(Text(reading.Title)).Append("</h1>");
        foreach (var line in reading.Intro) page.Append("<p>").Append(Text(line)).Append("</p>");
        foreach (var section in reading.Sections)
        {
            page.Append("<section><h2>").Append(Text(section.Title)).Append("</h2>");
            foreach (var entry in section.Entries)
            {
                page.Append("<article><h3 dir=\"auto\">").Append(Text(entry.Heading)).Append("</h3>");
                if (entry.Lines.Count > 0) page.Append("<dl>");
                foreach (var (label, text) in entry.Lines) page.Append("<dt>").Append(Text(label)).Append("</dt><dd dir=\"auto\">").Append(Text(text)).Append("</dd>");
                if (entry.Lines.Count > 0) page.Append("</dl>");
                page.Append("</article>");
            }
            page.Append("</section>");
        }
        return page.Append("</main></body></html>").ToString();
    }

    private static string Text(string text) => Html.Encode(text);
}
