using System.Globalization;
using System.Text;

namespace Fairlead.Simulation.Time;

/// <summary>What happened last, for whoever reads of a rule that was broken. Words are made only when somebody asks.</summary>
public sealed class Chronicle(VirtualTime time, int length = 400)
{
    private readonly (DateTimeOffset At, string What, object? First, object? Second)[] _entries = new (DateTimeOffset, string, object?, object?)[length];
    private long _count;

    /// <summary>Grows with each entry by what was written: two runs that are the same have the same.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    public void Note(string what, object? first = null, object? second = null)
    {
        _entries[_count++ % length] = (time.Now, what, first, second);
        Fingerprint = (Fingerprint ^ (ulong)time.Now.UtcTicks ^ ((ulong)what.Length << 56)) * 1099511628211;
    }

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
                    text.Append(' ').Append(ChronicleText.Of(part));
                }
            }

            text.AppendLine();
        }

        return text.ToString();
    }
}
