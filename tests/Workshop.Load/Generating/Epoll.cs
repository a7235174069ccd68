// Four calls of libc, Linux only. Because: the generator shares two cores with the server it measures, and a task, a buffer and a
// wake-up per message (ClientWebSocket) cost more than the server does. Rejected: Socket.Select, which copies 600 handles a turn.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Workshop.Load.Generating;

internal sealed unsafe partial class Epoll : IDisposable
{
    public const uint In = 1, Out = 4, Error = 8, HangUp = 16;
    private const int Add = 1, Modify = 3, AtMost = 256, Again = 11;

    // epoll_event is packed on x64 and padded elsewhere.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private readonly byte[] events = new byte[16 * AtMost];
    private readonly int handle = Create(0);

    /// <summary>Waits for at most that long; the answer is how many to ask <see cref="Event"/> for.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* at = events) return Math.Max(0, WaitCall(handle, at, AtMost, milliseconds));
    }

    public (int Index, uint Ready) Event(int number)
    {
        var entry = events.AsSpan(number * Stride, Stride);
        return (BinaryPrimitives.ReadInt32LittleEndian(entry[(Stride - 8)..]), BinaryPrimitives.ReadUInt32LittleEndian(entry));
    }

    public void Watch(int socket, int index, uint what, bool first)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = what;
        *(long*)(entry + Stride - 8) = index;
        Control(handle, first ? Add : Modify, socket, entry);
    }

    /// <returns>Bytes; 0: closed; -1: nothing there yet; -2: broken.</returns>
    public static int Receive(int socket, Span<byte> into)
    {
        fixed (byte* at = into) return Result(ReceiveCall(socket, at, into.Length, 0));
    }

    public static int Send(int socket, ReadOnlySpan<byte> from)
    {
        const int noSignal = 0x4000;
        fixed (byte* at = from) return Result(SendCall(socket, at, from.Length, noSignal));
    }

    public void Dispose() => _ = Close(handle);

    private static int Result(nint answer) => answer >= 0 ? (int)answer : Marshal.GetLastPInvokeError() == Again ? -1 : -2;

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    private static partial int Control(int epoll, int operation, int socket, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int WaitCall(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveCall(int socket, byte* into, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendCall(int socket, byte* from, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
