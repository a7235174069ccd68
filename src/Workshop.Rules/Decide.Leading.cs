using System.Collections.Immutable;

namespace Workshop.Rules;

// Leading it together and over several days: the pause, what the projector shows, which devices may more than their cookie says.
public static partial class Decide
{
    /// <summary>Whoever moves everyone has gone on: a pause that is left standing would hide the new part from the room.</summary>
    private static ImmutableArray<Decided> GoingOn(Dialogue dialogue) => dialogue.Pause is null ? [] : [Led(new Resumed())];

    private static Decision Pause(Dialogue dialogue, PauseDialogue command, DateTimeOffset now)
    {
        if (dialogue.Status == "draft") return new Refused("phase-not-entered");
        if (command.Words?.Length > Limits.Text) return Refused.TooLarge("words", Limits.Text);
        var words = command.Words is null || string.IsNullOrWhiteSpace(Words.Clean(command.Words)) ? null : Words.Clean(command.Words).Trim();
        var pause = new Pause(dialogue.Pause?.Since ?? Whole(now), command.Until is { } until ? Whole(until) : null, words);
        return pause == dialogue.Pause ? Decision.Nothing : Led(new Paused(pause));
    }

    public static readonly ImmutableArray<string> Shows = ["board", "note", "story", "time", "code", "map", "vision", "result"];

    /// <summary>One thing alone must be open to all: the wall shows nothing that the room may not know.</summary>
    private static Decision SetScreen(Dialogue dialogue, SetScreen command)
    {
        if (command.Shows is null) return dialogue.Screen is null ? Decision.Nothing : Led(new ScreenSet(null));
        if (!Shows.Contains(command.Shows)) return Malformed("shows");
        if (command.ItemId is null ? command.Shows == "note" : command.Shows is not ("note" or "story")) return Malformed("itemId");
        var item = Any(dialogue, command.ItemId);
        if (command.ItemId is not null && item is not { Removed: false, SeenBy: Audience.All }) return UnknownItem;
        var showing = new Showing(command.Shows, item?.Id);
        return showing == dialogue.Screen ? Decision.Nothing : Led(new ScreenSet(showing));
    }

    /// <summary>After the end there is no way in: a code comes with <c>reopen</c>, and then it is another one.</summary>
    private static Decision Renew(Dialogue dialogue, RenewJoinCode command)
    {
        if (dialogue.Status == "concluded") return new Refused("concluded");
        return command.IfNone is true && dialogue.JoinCode.Length > 0 ? Decision.Nothing : Led(new JoinCodeRenewed(command.JoinCode, command.JoinToken));
    }

    private static Decision Trust(Dialogue dialogue, TrustDevice command)
    {
        if (command.Role is not ("lead" or "screen")) return Malformed("role");
        if (command.Role == "lead" && CheckLine("name", command.Name, Limits.Name) is { } wrong) return wrong;
        if (command.Name?.Length > Limits.Name) return Refused.TooLarge("name", Limits.Name);
        if (dialogue.Devices.Length >= Limits.References) return Refused.TooLarge("devices", Limits.References);
        // Whoever leads may show the projector as well: a device that has more is not made less by a lesser code.
        if (command.Role == "screen" && dialogue.Trusts(command.DeviceId, "lead")) return Decision.Nothing;
        var device = new TrustedDevice(command.DeviceId, command.Role, command.Name is null ? null : Words.Line(command.Name));
        return dialogue.Devices.Contains(device) ? Decision.Nothing : new Decided(new DeviceTrusted(device), null, Audience.Facilitators);
    }
}
