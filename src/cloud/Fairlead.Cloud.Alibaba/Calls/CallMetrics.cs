using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>Times and counts of all calls, in the meter <c>Fairlead.Cloud</c>. Labels are actions and codes: some dozens of each, and no ids.</summary>
internal sealed class CallMetrics : IDisposable
{
    public const string MeterName = "Fairlead.Cloud";

    // Codes come from outside: whatever somebody sends, series stay countable.
    private const int MostCodes = 100;

    private readonly ConcurrentDictionary<string, bool> _codes = [];
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _calls;
    private readonly Histogram<double> _attempts;
    private readonly Counter<long> _batched;
    private readonly Action<CallRecord>? _observer;

    public CallMetrics(Action<CallRecord>? observer)
    {
        _observer = observer;
        _calls = _meter.CreateHistogram<double>("fairlead.cloud.call.duration", "s", "Calls with their repetitions and waits");
        _attempts = _meter.CreateHistogram<double>("fairlead.cloud.attempt.duration", "s", "Single requests");
        _batched = _meter.CreateCounter<long>("fairlead.cloud.batched", "{wish}", "Wishes that travelled in another one's call");
    }

    public void Attempt(string action, string code, TimeSpan duration) =>
        _attempts.Record(duration.TotalSeconds, new("action", action), new("code", Bounded(code)));

    public void Call(CallRecord record)
    {
        _calls.Record(record.Duration.TotalSeconds, new("action", record.Action), new("code", Bounded(record.Code)));
        _observer?.Invoke(record);
    }

    public void Batched(string action, int wishes) => _batched.Add(wishes - 1, new KeyValuePair<string, object?>("action", action));

    /// <param name="paces">Calls per second that each action goes at now.</param>
    public void Watch(Func<IEnumerable<KeyValuePair<string, double>>> paces, Func<int> openCircuits)
    {
        _meter.CreateObservableGauge(
            "fairlead.cloud.pace",
            () => paces().Select(pace => new Measurement<double>(pace.Value, new KeyValuePair<string, object?>("action", pace.Key))),
            "{call}/s", "Learned pace of an action");
        _meter.CreateObservableGauge("fairlead.cloud.circuits.open", openCircuits, "{vswitch}", "vSwitches without free addresses, as far as is known");
    }

    public void Dispose() => _meter.Dispose();

    private string Bounded(string code) => _codes.ContainsKey(code) || (_codes.Count < MostCodes && _codes.TryAdd(code, true)) ? code : "Other";
}
