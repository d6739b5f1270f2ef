using System.Globalization;
using System.Text;

namespace Fairlead.Simulation.Time;

/// <summary>What happened last, for whoever reads of a rule that was broken. Words are made only when somebody asks.</summary>
public sealed class Chronicle(VirtualTime time, int length = 400)
{
    private readonly (DateTimeOffset At, string What, object? First, object? Second)[] _entries = new (DateTimeOffset, string, object?, object?)[length];
    // Of one part: what is longer is a list of which the beginning says enough.
    private const int Longest = 700;

    private long _count;

    /// <summary>Grows with each entry by what was written: two runs that are the same have the same.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    public void Note(string what, object? first = null, object? second = null)
    {
        _entries[_count++ % length] = (time.Now, what, first, second);
        Mix((ulong)time.Now.UtcTicks);
        Mix((ulong)what.Length);
        foreach (var character in first as string ?? "")
        {
            Mix(character);
        }
    }

    // FNV-1a.
    private void Mix(ulong value) => Fingerprint = (Fingerprint ^ value) * 1099511628211;

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = Math.Max(0, _count - length); i < _count; i++)
        {
            var (at, what, first, second) = _entries[i % length];
            text.Append(at.ToString("HH:mm:ss.ffff", CultureInfo.InvariantCulture)).Append(' ').Append(what);
            foreach (var part in new[] { first, second })
            {
                if (part is not null)
                {
                    var words = ChronicleText.Of(part);
                    text.Append(' ').Append(words.AsSpan(0, Math.Min(words.Length, Longest)));
                }
            }

            text.AppendLine();
        }

        return text.ToString();
    }
}
