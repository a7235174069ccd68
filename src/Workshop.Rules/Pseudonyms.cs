using System.Security.Cryptography;
using System.Text;

namespace Workshop.Rules;

/// <summary>
/// Names of people in a part where names are hidden: HMAC of the participant under a key that is kept outside the journal and destroyed when the
/// dialogue is concluded. Until then authors find their own again; afterwards nobody can.
/// </summary>
public sealed class Pseudonyms(byte[] key)
{
    private const char Mark = '~';

    public static bool Is(string by) => by.Length > 0 && by[0] == Mark;

    public string Of(string participant) =>
        Is(participant) ? participant : Mark + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(participant)).AsSpan(0, 10));
}
