using System.Diagnostics.Metrics;

namespace Workshop.Journal;

/// <summary>What a store tells about itself, the same for every store. One meter per store; its scope is the journal, so tests can tell stores apart.</summary>
public sealed class JournalMeter : IDisposable
{
    public const string Name = "Samskapa.Journal";

    private readonly Meter meter;
    private readonly Histogram<double> append;
    private readonly Histogram<int> batches;
    private readonly Histogram<int> rows;
    private readonly Counter<long> read;
    private readonly Counter<long> full;
    private readonly Counter<long> failed;
    private readonly Counter<long> vacuums;
    private readonly Counter<long> disturbed;

    public JournalMeter(Journal journal, Func<int> waiting)
    {
        meter = new Meter(new MeterOptions(Name) { Scope = journal });
        append = meter.CreateHistogram<double>("samskapa.journal.write.duration", "s", "From asked to on disk.");
        batches = meter.CreateHistogram<int>("samskapa.journal.commit.writes", "{write}", "Writes that shared a commit; its count is the number of commits.");
        rows = meter.CreateHistogram<int>("samskapa.journal.commit.events", "{event}", "Events in a commit.");
        read = meter.CreateCounter<long>("samskapa.journal.read", "{event}", "Events read.");
        full = meter.CreateCounter<long>("samskapa.journal.full", "{write}", "Writes turned away since too much was waiting.");
        failed = meter.CreateCounter<long>("samskapa.journal.failed", "{failure}", "Commits, writes and chores that failed.");
        vacuums = meter.CreateCounter<long>("samskapa.journal.vacuums", "{vacuum}", "Times the store was rewritten after an erasure.");
        disturbed = meter.CreateCounter<long>("samskapa.journal.vacuums.disturbed", "{vacuum}", "Times that gave way to somebody who wrote.");
        meter.CreateObservableGauge("samskapa.journal.waiting", waiting, "{write}", "Writes that wait for the disk.");
    }

    public void Committed(int writes, int events)
    {
        batches.Record(writes);
        rows.Record(events);
    }

    public void Written(TimeSpan took) => append.Record(took.TotalSeconds);

    public void Read(int events) => read.Add(events);

    public void Full() => full.Add(1);

    public void Failed() => failed.Add(1);

    public void Vacuumed() => vacuums.Add(1);

    public void Disturbed() => disturbed.Add(1);

    public void Dispose() => meter.Dispose();
}
