// The keys from which the tokens of links are derived. They lie outside the store and its backups: who has a backup has no link.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Workshop.Server;

/// <summary>
/// The first one makes new links, the others are there as long as a link names them. With SQLite a file in the data folder that is made at the first start;
/// with PostgreSQL <c>Workshop__LinkKeys</c>, the same on every server.
/// </summary>
public sealed class LinkKeys
{
    private const string FileName = "link.keys";
    private const int LeastSigns = 32;
    private readonly List<(string Name, byte[] Key)> all = [];

    private LinkKeys(string text, string where)
    {
        const StringSplitOptions Plain = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var line in text.Split('\n', Plain).Where(line => !line.StartsWith('#')).SelectMany(line => line.Split(',', Plain)))
        {
            if (line.Split([':', ' '], 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 and <= 40 } name, { Length: >= LeastSigns } secret] || all.Exists(one => one.Name == name))
                throw new WrongSetting($"{where} must hold keys like name:secret, each name once, each secret of {LeastSigns} signs or more (openssl rand -base64 32), separated by commas or line breaks.");
            all.Add((name, SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
        }
        if (all.Count == 0) throw new WrongSetting($"{where} holds no key.");
    }

    /// <exception cref="WrongSetting">Several servers would make links that the others cannot show.</exception>
    public static LinkKeys Of(Settings settings)
    {
        if (settings.LinkKeys is { } set) return File.Exists(set) ? new LinkKeys(Read(set), "The file in Workshop__LinkKeys") : new LinkKeys(set, "Workshop__LinkKeys");
        if (settings.Shared)
            throw new WrongSetting("Workshop__Journal=postgres needs Workshop__LinkKeys, from which links are derived: name:secret, or a file that holds it, the same on every server and not in PostgreSQL's backup. Make one with: echo \"k1:$(openssl rand -base64 32)\".");
        var file = Path.Combine(settings.DataFolder, FileName);
        if (!File.Exists(file)) Make(file);
        return new LinkKeys(Read(file), file);
    }

    /// <summary>Of the key that makes new links.</summary>
    public string Newest => all[0].Name;

    /// <summary>The token of a link; null: its key is not here any more.</summary>
    public string? Token(string name, string kind, string id)
    {
        var at = all.FindIndex(one => one.Name == name);
        return at < 0 ? null : Base64Url.EncodeToString(HMACSHA256.HashData(all[at].Key, Encoding.UTF8.GetBytes($"{kind} {id}")).AsSpan(0, 24));
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongSetting($"The keys of links cannot be read from {file}: {e.GetType().Name}.");
        }
    }

    /// <summary>Whole or not at all: half a key would make links that the next start cannot show.</summary>
    private static void Make(string file)
    {
        var part = file + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var made = new FileStream(part, options))
        {
            made.Write(Encoding.UTF8.GetBytes($"# Links are derived from this. Keep a copy, but not with the backups.\nk1:{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}\n"));
            made.Flush(flushToDisk: true);
        }
        File.Move(part, file, overwrite: false);
    }
}
