using System.Globalization;

namespace Fairlead.Yaml;

/// <summary>Times as people write them: a number and its unit.</summary>
public static class Durations
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <returns>Null for what is none; a number without a unit is none but 0.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var (unit, seconds) = Units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        return unit is not null && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds <= 86400
            ? TimeSpan.FromSeconds(number * seconds)
            : null;
    }
}
