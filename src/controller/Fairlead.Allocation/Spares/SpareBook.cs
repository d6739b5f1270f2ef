using Fairlead.Allocation.Retries;

namespace Fairlead.Allocation.Spares;

/// <summary>What is known of spare ENIs beyond the ENIs themselves.</summary>
internal sealed class SpareBook
{
    private long _names;

    public List<SpareBirth> Births { get; } = [];

    /// <summary>Of making them.</summary>
    public Retry Making { get; } = new();

    /// <summary>There may be too few, or too many.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Never twice in one term.</summary>
    public long NextName() => ++_names;
}
