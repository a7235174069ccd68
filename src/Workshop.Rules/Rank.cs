namespace Workshop.Rules;

/// <summary>
/// Order within a list as strings compared ordinally: between any two there is room for a third, so one move is one event.
/// Digits only; a new item's rank comes from its seq, so what is never moved stands in the order it was made.
/// </summary>
public static class Rank
{
    public static string First(long seq) => seq.ToString("D9", System.Globalization.CultureInfo.InvariantCulture) + "5";

    /// <summary>A rank after <paramref name="last"/>, for what is moved to the end now: what is made later still comes after it.</summary>
    public static string Last(string? last, long seq) => string.CompareOrdinal(last, First(seq)) < 0 ? First(seq) : Between(last, First(seq + 1));

    /// <summary>A rank after <paramref name="low"/> and before <paramref name="high"/> (null: the end).</summary>
    public static string Between(string? low, string? high)
    {
        var rank = new System.Text.StringBuilder();
        var free = high is null;
        for (var i = 0; ; i++)
        {
            var from = low is not null && i < low.Length ? low[i] - '0' : 0;
            var to = free ? 10 : i < high!.Length ? high[i] - '0' : 10;
            if (to - from > 1) return rank.Append((char)('0' + ((from + to) / 2))).ToString();
            rank.Append((char)('0' + from));
            if (from < to) free = true;
        }
    }
}
