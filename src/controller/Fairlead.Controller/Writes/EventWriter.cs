using Fairlead.Allocation.Deeds;
using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;

namespace Fairlead.Controller.Writes;

/// <summary>Writes events. One that was told within the last minutes is counted and not made again. Events are a courtesy: what fails is logged and left.</summary>
internal sealed class EventWriter(ClusterClient client, string component, Func<DateTimeOffset> now, Action<string> log)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Object, string Reason, string Message), (Event Event, DateTimeOffset At)> _told = [];

    public async Task WriteAsync(ReportEvent report, CancellationToken cancel)
    {
        try
        {
            var key = ($"{report.About.Kind}/{report.About.Namespace}/{report.About.Name}", report.Reason, report.Message);
            var happening = Next(key, report);
            if (happening.Count == 1)
            {
                Remember(key, await client.CreateAsync(happening, cancel));
            }
            else
            {
                Remember(key, await client.UpdateAsync(happening, cancel));
            }
        }
        catch (ClusterException error)
        {
            log($"an event is lost: {error.Message}");
        }
    }

    private Event Next((string Object, string Reason, string Message) key, ReportEvent report)
    {
        var at = now();
        lock (_gate)
        {
            foreach (var old in _told.Where(told => at - told.Value.At > Memory).Select(told => told.Key).ToList())
            {
                _told.Remove(old);
            }

            return _told.TryGetValue(key, out var told)
                ? told.Event with { Count = told.Event.Count + 1, LastTimestamp = at }
                : New(report, at);
        }
    }

    private void Remember((string Object, string Reason, string Message) key, Event happening)
    {
        lock (_gate)
        {
            _told[key] = (happening, now());
        }
    }

    // Events of what belongs to the whole cluster are in "default", where kubectl looks for them.
    private Event New(ReportEvent report, DateTimeOffset at) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = $"{report.About.Name}.{Guid.NewGuid():N}",
            Namespace = report.About.Namespace.Length > 0 ? report.About.Namespace : "default",
        },
        InvolvedObject = report.About,
        Type = report.Type,
        Reason = report.Reason,
        Message = report.Message,
        Source = new EventSource { Component = component },
        FirstTimestamp = at,
        LastTimestamp = at,
        Count = 1,
    };
}
