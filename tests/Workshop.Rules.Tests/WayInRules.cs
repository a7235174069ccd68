// The way into a dialogue: its code, its door, and what is told of them.
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class WayInRules
{
    private static readonly object Renew = new { type = "renewJoinCode", joinCode = "SEMLA", joinToken = "tok-ny" };

    [Fact(DisplayName = "RU920 the code ends with the dialogue, a reopened one has none until the server gives it another, and none is given after the end")]
    public void Ends()
    {
        var room = In("welcome").Given(Lead, new { type = "conclude" });
        room.Dialogue.IsJoinable.Should().BeFalse();
        room.When(Server, Renew).Refused("concluded");
        room.Given(Lead, new { type = "reopen" }).Dialogue.JoinCode.Should().BeEmpty();
        room.Given(Server, Renew).Dialogue.JoinCode.Should().Be("SEMLA");
        var late = new { type = "renewJoinCode", joinCode = "BULLE", joinToken = "tok-sen", ifNone = true };
        room.When(Server, late).Decision.Events.Should().BeEmpty("a second one that comes late takes no code away");
        room.When(Lead, Renew).Refused("not-allowed");
        room.When("anna", Renew).Refused("not-allowed");
    }

    [Fact(DisplayName = "RU921 a closed door lets nobody new in and nobody out, until it is opened")]
    public void Door()
    {
        var room = In("welcome").Given(Lead, new { type = "editDialogue", patch = new { doorClosed = true } });
        var nina = new { type = "joinDialogue", participantId = "nina", name = "Nina", organisation = "Hemtjänsten", level = "frontline" };
        room.When(Server, nina).Refused("door-closed");
        room.Given("anna", Ask.Note(1, "welcome", "Jag är kvar"));
        room.When("anna", new { type = "editDialogue", patch = new { doorClosed = false } }).Refused("facilitator-only");
        room.When(Lead, new { type = "editDialogue", patch = new { doorClosed = "no" } }).Refused("malformed", "doorClosed");
        room.Given(Lead, new { type = "editDialogue", patch = new { doorClosed = false } }).Given(Server, nina).Dialogue.Person("nina").Should().NotBeNull();
    }

    [Fact(DisplayName = "RU922 a renewed code is told to those who show it, in the event as in the snapshot; participants are told that the earlier one is gone")]
    public void Told()
    {
        var room = In("welcome");
        var anna = new Viewer("anna", null, false, false, ["anna"], null);
        var lead = new Viewer(null, null, true, false, [], null);
        Text(SnapshotOf.Dialogue(room.Dialogue, anna)).Should().Contain("KANELBULLE").And.NotContain("tok-");
        room.Given(Server, Renew);
        var fact = room.Facts[^1];
        Text(View.Encode(fact, room.Dialogue, View.Of(fact, room.Dialogue, lead), lead)).Should().Contain("SEMLA").And.Contain("tok-ny");
        Text(View.Encode(fact, room.Dialogue, View.Of(fact, room.Dialogue, anna), anna)).Should().Contain("joinCodeRenewed").And.NotContain("SEMLA").And.NotContain("tok-ny");
        Text(SnapshotOf.Dialogue(room.Dialogue, anna)).Should().NotContain("SEMLA").And.NotContain("KANELBULLE");
        Text(SnapshotOf.Dialogue(room.Dialogue, lead)).Should().Contain("SEMLA").And.NotContain("KANELBULLE");
        Text(SnapshotOf.Dialogue(room.Given(Lead, new { type = "conclude" }).Dialogue, lead)).Should().NotContain("joinCode");
    }

    private static string Text(byte[] json) => System.Text.Encoding.UTF8.GetString(json);
}
