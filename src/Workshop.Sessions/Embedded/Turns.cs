namespace Workshop.Sessions.Embedded;

/// <summary>
/// One piece of a grain's code at a time, in the order it was asked for; an await in it comes back here. What waits is run in one go, on whatever thread
/// the pool gives. (ConcurrentExclusiveSchedulerPair does this too, at several times the cost for each piece.)
/// </summary>
internal sealed class Turns : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Then others of the pool get their turn.</summary>
    private const int InOneGo = 256;

    [ThreadStatic]
    private static Turns? here;

    private readonly Lock gate = new();
    private readonly Queue<Task> waiting = new();
    private bool running;

    public override int MaximumConcurrencyLevel => 1;

    void IThreadPoolWorkItem.Execute()
    {
        here = this;
        try
        {
            for (var i = 0; i < InOneGo; i++)
            {
                Task next;
                lock (gate)
                {
                    running = waiting.Count > 0;
                    if (!running) return;
                    next = waiting.Dequeue();
                }
                TryExecuteTask(next);
            }
        }
        finally
        {
            here = null;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (gate)
        {
            waiting.Enqueue(task);
            if (running) return;
            running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => here == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (gate) return [.. waiting];
    }
}
