using System.Diagnostics.Metrics;
using System.Text;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Metrics;

/// <summary>What the controller counts: the cloud's calls as its client measures them, who leads, and the nodes' stocks together.</summary>
internal sealed class MetricsBook : IDisposable
{
    private const string CloudMeter = "Fairlead.Cloud";

    private readonly ControllerHost _host;
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Name, string Labels), (string Unit, bool IsGauge, double Sum, long Count)> _cloud = [];

    public MetricsBook(ControllerHost host)
    {
        _host = host;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CloudMeter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public string Text()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        PrometheusText.Write(text, "fairlead_controller_leader", "gauge", "1 while this controller leads", [("", _host.Term > 0 ? 1 : 0)]);
        PrometheusText.Write(text, "fairlead_controller_term", "gauge", "The term it leads in, 0 while it does not", [("", _host.Term)]);
        WritePools(text, [.. _host.Networks.Select(network => network.Status)]);
        PrometheusText.Write(text, "fairlead_leaked", "gauge", "Objects of ours in the cloud without an owner", [("", _host.Configuration?.Status.Leaked.Count ?? 0)]);
        PrometheusText.Write(text, "fairlead_route_entries", "gauge", "Entries of ours in all route tables", [("", _host.Configuration?.Status.Routes ?? 0)]);
        WriteCloud(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void WritePools(StringBuilder text, IReadOnlyList<NodeNetworkStatus> nodes)
    {
        PrometheusText.Write(text, "fairlead_nodes", "gauge", "Nodes with a network", [("", nodes.Count)]);
        PrometheusText.Write(text, "fairlead_enis", "gauge", "ENIs attached to nodes", [("", nodes.Sum(node => (double)node.Interfaces))]);
        PrometheusText.Write(text, "fairlead_addresses", "gauge", "Addresses of shared ENIs that pods can have", [("", nodes.Sum(node => (double)node.Addresses))]);
        PrometheusText.Write(text, "fairlead_addresses_leased", "gauge", "Addresses that pods have", [("", nodes.Sum(node => (double)node.Leased))]);
        PrometheusText.Write(text, "fairlead_pods_waiting", "gauge", "Pods that are bound to a node and have no address yet", [("", nodes.Sum(node => (double)node.Demand))]);
    }

    private void WriteCloud(StringBuilder text)
    {
        lock (_gate)
        {
            foreach (var series in _cloud.GroupBy(entry => (entry.Key.Name, entry.Value.Unit, entry.Value.IsGauge)))
            {
                var name = PrometheusText.Name(series.Key.Name);
                if (series.Key.Unit != "s")
                {
                    PrometheusText.Write(text, name + (series.Key.IsGauge ? "" : "_total"), series.Key.IsGauge ? "gauge" : "counter", "Of the cloud's client", series.Select(entry => (entry.Key.Labels, entry.Value.Sum)));
                    continue;
                }

                PrometheusText.Write(text, name + "_seconds_count", "counter", "How many", series.Select(entry => (entry.Key.Labels, (double)entry.Value.Count)));
                PrometheusText.Write(text, name + "_seconds_sum", "counter", "How long together", series.Select(entry => (entry.Key.Labels, entry.Value.Sum)));
            }
        }
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument.Name, PrometheusText.Labels(tags));
        lock (_gate)
        {
            var before = _cloud.GetValueOrDefault(key);
            _cloud[key] = (instrument.Unit ?? "", instrument.IsObservable, instrument.IsObservable ? value : before.Sum + value, before.Count + 1);
        }
    }
}
