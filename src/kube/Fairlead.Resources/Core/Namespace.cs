using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Core;

/// <summary><c>v1</c> Namespace.</summary>
public sealed record Namespace : IResource
{
    public ObjectMeta Metadata { get; init; } = new();
}
