using System.Globalization;

namespace Fairlead.Migration.Terway;

/// <summary>Times as Go writes them: <c>5m0s</c>, <c>1h30m</c>.</summary>
internal static class GoDuration
{
    /// <summary>Whole seconds, rounded up; null where it is no such time.</summary>
    public static int? Seconds(string text)
    {
        var (total, number) = (0.0, "");
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.')
            {
                number += text[i];
                continue;
            }

            var unit = new string([.. text.Skip(i).TakeWhile(char.IsAsciiLetter)]);
            if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || Length(unit) is not { } length)
            {
                return null;
            }

            total += amount * length;
            number = "";
            i += unit.Length - 1;
        }

        return number.Length > 0 || text.Length == 0 || total > int.MaxValue ? null : (int)Math.Ceiling(total);
    }

    private static double? Length(string unit) => unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 0.001, _ => null };
}
