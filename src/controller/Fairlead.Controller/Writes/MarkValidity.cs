using Fairlead.Allocation.Deeds;
using Fairlead.Resources.Meta;

namespace Fairlead.Controller.Writes;

/// <summary>An object makes no sense, or does again: its condition is to say so.</summary>
internal sealed record MarkValidity(IResource Item) : StoreWrite
{
    /// <summary>There only while it is False.</summary>
    public const string Condition = "Valid";
}
