using System.Globalization;

namespace Fairlead.Kubernetes.Store.Tables;

/// <summary>How long ago something was, as kubectl says it (<c>apimachinery/pkg/util/duration</c>).</summary>
internal static class HumanAge
{
    private const string Unknown = "<unknown>";

    /// <param name="time">RFC 3339; null or empty where it is not known.</param>
    public static string Since(string? time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then) ? Of(now - then) : Unknown;

    public static string Of(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        // Clocks differ a little.
        if (seconds < -1)
        {
            return "<invalid>";
        }

        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < 0 => "0s",
            < 120 => $"{seconds}s",
            < 600 => And(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => And(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => And(days, "d", hours % 24, "h"),
            < 2 * 365 * 86400 => $"{days}d",
            < 8L * 365 * 86400 => And(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    private static string And(long large, string unit, long small, string smallUnit) => small == 0 ? $"{large}{unit}" : $"{large}{unit}{small}{smallUnit}";
}
