// A dialogue gone for good: the journal's rows, and everything that is kept beside it. In an order in which nobody comes in behind it.
using Workshop.Journal;
using Workshop.Server.Demo;

namespace Workshop.Server;

public sealed class Deletion(Store journal, Rooms rooms, Keys keys, Devices devices, Troupe troupe, Turnstile turnstile, TakenBack takenBack, TimeProvider clock)
{
    public async Task Of(string dialogueId)
    {
        var cookies = await troupe.Dismiss(dialogueId);
        await keys.Forget(dialogueId);
        await devices.ForgetDialogue(dialogueId, [.. cookies.Select(cookie => Devices.Hash(cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..]))]);
        rooms.Close(dialogueId);
        await takenBack.Deleted(journal, dialogueId, clock.GetUtcNow());
        await journal.Delete(dialogueId);
        rooms.Close(dialogueId); // who looked in between
        await journal.Keep(new Keepsake("names", dialogueId, null), new Keepsake("dialogue", dialogueId, null));
        await turnstile.Server(dialogueId, command => command.WriteString("type", "conclude")); // refused; but now its turn knows, too, and forgets
    }
}
