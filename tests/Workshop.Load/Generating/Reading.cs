namespace Workshop.Load.Generating;

/// <summary>What one phase of one run showed. Times in milliseconds unless named otherwise.</summary>
/// <param name="CpuPerMillion">Server CPU-seconds per million deliveries.</param>
/// <param name="GeneratorCpu">Seconds the generator itself took in the phase.</param>
/// <param name="OtherCpu">Seconds everybody else on the machine took: much of it, and the figures are worth little.</param>
/// <param name="Lost">Deliveries that did not come within the drain time.</param>
/// <param name="Doubled">Deliveries that came twice.</param>
/// <param name="Unanswered">Receipts that said refused or retry.</param>
public sealed record Reading(
    string Phase, double Seconds, long Sent, long Deliveries, double PerSecond, double ServerCpu, double CpuPerMillion, double GeneratorCpu, double OtherCpu,
    double P50, double P90, double P99, double Max, double RssMegabytes, long Lost, long Doubled, long Unanswered, int Dead, double BytesPerDelivery);
