// Which dialogue a typed code or the QR's token leads into. The dialogue says what its code is; what is kept beside it is only where to look.
using Workshop.Rules;

namespace Workshop.Server;

public sealed class JoinCodes(Keys keys, Rooms rooms, Turnstile turnstile, ILogger<JoinCodes> log)
{
    /// <summary>Null: wrong, an earlier one, or a dialogue that nobody may come into now; which of them is not told.</summary>
    public async Task<Room?> Find(string? typed)
    {
        if (await keys.Joinable(typed) is not { } id || await rooms.Open(id) is not { } room) return null;
        var dialogue = await room.Now();
        return dialogue.IsJoinable && (Keys.Plain(typed) == Keys.Plain(dialogue.JoinCode) || typed!.Trim() == dialogue.JoinToken) ? room : null;
    }

    /// <summary>Another code and another token; the earlier ones are nothing from the event on, on every server.</summary>
    /// <returns>The new code, or the receipt that says why there is none.</returns>
    public async Task<(string? Code, System.Text.Json.JsonElement Receipt)> Renew(string dialogueId, bool ifNone = false)
    {
        if (await rooms.Open(dialogueId) is not { } room) return (null, default);
        var before = await room.Now();
        var (code, token) = await keys.MakeJoinCode(dialogueId);
        var receipt = await turnstile.Server(dialogueId, w =>
        {
            w.WriteString("type", "renewJoinCode");
            w.WriteString("joinCode", code);
            w.WriteString("joinToken", token);
            if (ifNone) w.WriteBoolean("ifNone", true);
        });
        var done = (await room.Now()).JoinCode == code;
        if (done) await keys.EndJoinCode(before.JoinCode, before.JoinToken);
        else await keys.EndJoinCode(code, token);
        return (done ? code : null, receipt);
    }

    /// <summary>What follows from a fact: codes end with the dialogue, a reopened one gets another, and what a dropped device made goes with it.</summary>
    /// <remarks>If this server dies in between nothing is open that should not be: each code and link is asked for its right when it is used.</remarks>
    public void Follow(string dialogueId, IReadOnlyList<Fact> facts, Dialogue after, AccessLinks links)
    {
        if (facts.Any(fact => fact.What is Concluded or Reopened or DeviceDropped)) _ = Task.Run(Following);

        async Task Following()
        {
            try
            {
                foreach (var fact in facts)
                    switch (fact.What)
                    {
                        case Concluded:
                            await keys.EndJoinCode(after.JoinCode, after.JoinToken);
                            break;
                        case Reopened:
                            await Renew(dialogueId, ifNone: true);
                            break;
                        case DeviceDropped { DeviceId: var device }:
                            await links.EndMadeBy(dialogueId, device);
                            await keys.OfMaker(device, to: null, dialogueId);
                            break;
                    }
            }
            catch (Exception e)
            {
                log.NotFollowed(e.GetType().Name, dialogueId);
            }
        }
    }
}
