using Fairlead.Allocation.Deeds;

namespace Fairlead.Controller.Writes;

/// <summary>What one part of the store is to be, and how far we are with it.</summary>
internal sealed class WantedObject
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public required StoreWrite Wanted { get; set; }

    public bool IsRunning { get; set; }

    /// <summary>Something came while it was being written: look again.</summary>
    public bool IsDue { get; set; }

    /// <summary>Failures in a row, and times that it was put right after somebody else wrote.</summary>
    public int Setbacks { get; set; }

    public TimeSpan Wait
    {
        get
        {
            var doubled = First * (1L << Math.Clamp(Setbacks - 1, 0, 20));
            return Setbacks == 0 ? TimeSpan.Zero : doubled < Longest ? doubled : Longest;
        }
    }
}
