using System.Globalization;
using System.Text;

namespace Fairlead.Controller.Metrics;

/// <summary>Figures in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    /// <param name="type"><c>gauge</c> or <c>counter</c>.</param>
    public static void Write(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value)> values)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in values)
        {
            text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    /// <summary><c>{action="CreateNetworkInterface",code="OK"}</c>; nothing for none.</summary>
    public static string Labels(params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        var text = new StringBuilder("{");
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length > 1 ? "," : "").Append(key).Append("=\"").Append($"{value}".Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }

        return text.Append('}').ToString();
    }

    /// <summary><c>fairlead.cloud.call.duration</c> as <c>fairlead_cloud_call_duration</c>.</summary>
    public static string Name(string instrument) => instrument.Replace('.', '_');
}
