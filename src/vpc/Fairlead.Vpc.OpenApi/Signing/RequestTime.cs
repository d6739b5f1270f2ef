using System.Globalization;
using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>The time that a request says it was made at.</summary>
internal static class RequestTime
{
    // The cloud's list of common errors: more than 15 minutes between the user's clock and the server's.
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    // Of all that is right, nearly all was made in a second that has been read already.
    private static volatile Second _last = new("", default);

    public static CloudError? Check(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var last = _last;
        var time = last.Time;
        if (!text.SequenceEqual(last.Text))
        {
            if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, utc, out time))
            {
                return GatewayErrors.TimestampFormat;
            }

            _last = new Second(text.ToString(), time);
        }

        return (now.UtcDateTime - time).Duration() > Window ? GatewayErrors.TimestampExpired : null;
    }

    private sealed record Second(string Text, DateTime Time);
}
