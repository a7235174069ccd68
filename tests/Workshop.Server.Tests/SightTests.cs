// Access decided anew by the clock, without a server: a facilitator's session ends while a connection is open.
using System.Text;
using Workshop.Rules;
using Workshop.Server;
using Device = Workshop.Server.Device;

namespace Workshop.Tests;

public sealed class SightTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 10, 0, 0, TimeSpan.Zero);

    private sealed class Kept : IOutbox
    {
        public List<string> Posted { get; } = [];

        public bool Gone { get; private set; }

        public long Waiting => 0;

        public void Post(ReadOnlyMemory<byte> message) => Posted.Add(Encoding.UTF8.GetString(message.Span));

        public void Post(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
        {
            foreach (var piece in pieces) Post(piece);
        }

        public void Close(string why) => Gone = true;

        public void Look(long now)
        {
        }
    }

    [Fact]
    public void SV228_a_session_that_ends_by_the_clock_ends_the_sight_of_open_connections_and_their_commands()
    {
        var device = new Device("0123456789abcdef0123", Now.AddMinutes(1), [], []);
        var (leading, showing) = (new Kept(), new Kept());
        var fanout = new Fanout("d1");
        var listeners = new[] { (leading, new Wish(new AskedFor(true, null), false)), (showing, new Wish(default, true)) }.Select(one =>
            new Listener(one.Item1, DialogueAccess.Of(device, one.Item2, "d1", Dialogue.Unopened, Now).Member!)).ToList();
        foreach (var listener in listeners)
        {
            listener.Look(Dialogue.Unopened, null, Now);
            listener.Hears.Should().BeTrue();
            fanout.Add(listener);
        }
        DialogueAccess.MayAsk(device, listeners[0].Member, Now).Should().BeTrue();
        fanout.LookAgain(_ => true, Dialogue.Unopened, null, Now.AddMinutes(2));
        listeners.Should().OnlyContain(listener => listener.Lost);
        fanout.Count.Should().Be(0);
        (leading.Posted.Count, showing.Gone).Should().Be((1, true), "who led fetches anew and is told why not; the screen is closed");
        DialogueAccess.MayAsk(device, listeners[0].Member, Now.AddMinutes(2)).Should().BeFalse();
        fanout.Everybody("ord"u8.ToArray());
        leading.Posted.Should().HaveCount(1);
    }
}
