using System.Globalization;

namespace Fairlead.Resources.Json;

/// <summary>Times as Kubernetes writes them: RFC 3339 in UTC, whole seconds (<c>Time</c>) or six digits of them (<c>MicroTime</c>, of Leases).</summary>
internal static class Times
{
    public const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    public const string Microseconds = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Write(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time) && text.Contains('T');
}
