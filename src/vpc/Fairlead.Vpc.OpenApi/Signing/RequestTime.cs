using System.Globalization;
using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>The time that a request says it was made at.</summary>
internal static class RequestTime
{
    // The cloud's list of common errors: more than 15 minutes between the user's clock and the server's.
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static CloudError? Check(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, utc, out var time))
        {
            return GatewayErrors.TimestampFormat;
        }

        return (now.UtcDateTime - time).Duration() > Window ? GatewayErrors.TimestampExpired : null;
    }
}
