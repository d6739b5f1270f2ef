using Fairlead.Model.Kernel;

namespace Fairlead.Reconciliation;

/// <summary>A part of the world that can be read by itself: all of it, one namespace, or one link with everything on it.</summary>
/// <param name="Netns">Null for everything.</param>
/// <param name="Link">Name of the link in <paramref name="Netns"/>; null for the whole namespace.</param>
public readonly record struct Scope(Netns? Netns, string? Link)
{
    public static Scope Everything => default;

    public static Scope Of(Netns netns) => new(netns, null);

    public static Scope Of(LinkKey link) => new(link.Netns, link.Name);

    public bool Contains(Scope other) =>
        Netns is null || (Netns == other.Netns && (Link is null || Link == other.Link));

    public override string ToString() => Netns is null ? "everything" : Link is null ? $"{Netns}" : $"{Netns}/{Link}";
}
