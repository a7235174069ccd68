using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Workshop.Journal.Tests;

/// <summary>What one journal's meter has said since; other journals of the same process are told apart by the meter's scope.</summary>
internal sealed class MeterReadings : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> readings = new();

    public MeterReadings(Journal journal)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == JournalMeter.Name && ReferenceEquals(instrument.Meter.Scope, journal))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => readings.Enqueue((instrument.Name, value)));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => readings.Enqueue((instrument.Name, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => readings.Enqueue((instrument.Name, value)));
        listener.Start();
    }

    public void Observe() => listener.RecordObservableInstruments();

    public double[] All(string name) => [.. readings.Where(r => r.Name == name).Select(r => r.Value)];

    public double Last(string name) => All(name)[^1];

    public void Dispose() => listener.Dispose();
}
