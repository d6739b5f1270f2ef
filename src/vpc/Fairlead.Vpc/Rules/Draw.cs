using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Rules;

/// <summary>Ids, MACs, delays and random numbers, drawn from the state: the same calls at the same times give the same ones.</summary>
internal static class Draw
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int CountedDigits = 7;
    private const int RandomDigits = 10;

    /// <summary>
    /// Like the cloud's: a prefix, letters for the region and 17 letters and digits. The first of them count up, so that the order of ids
    /// is that of their making.
    /// </summary>
    public static CloudState Id(CloudState state, string prefix, out string id)
    {
        state = Number(state, out var random);
        var serial = state.Serial + 1;
        id = string.Create(prefix.Length + 3 + CountedDigits + RandomDigits, (prefix, serial, random), static (text, from) =>
        {
            from.prefix.CopyTo(text);
            "bp1".CopyTo(text[from.prefix.Length..]);
            var left = (ulong)from.serial;
            for (var i = CountedDigits - 1; i >= 0; i--, left /= 36)
            {
                text[from.prefix.Length + 3 + i] = Digits[(int)(left % 36)];
            }

            left = from.random;
            for (var i = text.Length - RandomDigits; i < text.Length; i++, left /= 36)
            {
                text[i] = Digits[(int)(left % 36)];
            }
        });
        return state with { Serial = serial };
    }

    /// <summary>00:16:3e is what the cloud's NICs begin with. Multiplying by an odd number meets every other once before one comes again.</summary>
    public static MacAddress Mac(CloudState state)
    {
        for (var i = (ulong)state.Serial; ; i++)
        {
            var bits = 0x00163e_000000UL | ((i * 0x9e3779b1 + 0x2c1b3c6d) & 0xffffff);
            if (!state.Index.Macs.ContainsKey(bits))
            {
                return new MacAddress(bits);
            }
        }
    }

    public static CloudState Delay(CloudState state, DelayRange range, out TimeSpan delay)
    {
        state = Number(state, out var random);
        var width = (ulong)(range.Longest - range.Shortest).Ticks;
        delay = range.Shortest + TimeSpan.FromTicks(width == 0 ? 0 : (long)(random % (width + 1)));
        return state;
    }

    /// <summary>SplitMix64.</summary>
    public static CloudState Number(CloudState state, out ulong number)
    {
        var next = state.Random + 0x9e3779b97f4a7c15;
        number = Mix(next);
        return state with { Random = next };
    }

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
