using Fairlead.Linux.Interop;

namespace Fairlead.Testing.Kernel;

/// <summary>How a link comes into another namespace (__dev_change_net_namespace of net/core/dev.c).</summary>
internal static class FakeLinkMove
{
    private const int EBADF = 9;

    /// <summary>
    /// It moves under its own name, or where that is taken under the wished one; what else is wished is done where it then is, so that a
    /// wished name that is taken is an error about a link that has moved.
    /// </summary>
    public static int Run(FakeLink link, FakeLinkWish wish)
    {
        if (link.Netns.Kernel.Find(wish.NamespaceDescriptor!.Value) is not { } target)
        {
            return EBADF;
        }

        if (target != link.Netns && Move(link, target, wish.Name, wish.NewIndex) is not 0 and var errno)
        {
            return errno;
        }

        return target.Links.Change(link, wish.There());
    }

    /// <summary>The namespace in which it is ends.</summary>
    public static void GoHome(FakeLink link)
    {
        var first = link.Netns.Kernel.First;
        var number = 0;
        while (first.Links.Find(link.Name) is not null)
        {
            // The kernel gives it the first free name of `dev%d`.
            link.Name = $"dev{number++}";
        }

        _ = Move(link, first, null, null);
    }

    private static int Move(FakeLink link, FakeNamespace target, string? name, int? index)
    {
        // What stands on it would have to be told; lo is bound to its namespace.
        if (link.IsLoopback || link.Netns.Links.Carries(link))
        {
            return link.IsLoopback ? Errno.EINVAL : Errno.EOPNOTSUPP;
        }

        var isTaken = target.Links.Find(link.Name) is not null;
        if (isTaken && (name is null || target.Links.Find(name) is not null))
        {
            return Errno.EEXIST;
        }

        if (index is { } chosen && target.Links.Find(chosen) is not null)
        {
            return Errno.EBUSY;
        }

        var origin = link.Netns;
        origin.Links.TakeOut(link);
        link.Netns = target;
        link.Name = isTaken ? name! : link.Name;
        link.Index = index ?? (target.Links.Find(link.Index) is null ? link.Index : target.Links.NextIndex());
        target.Links.Add(link);
        if (link.Peer is { } peer && peer.Netns != target)
        {
            target.GiveNumber(peer.Netns);
            peer.Netns.GiveNumber(target);
        }

        target.Links.Tell(link);
        return 0;
    }
}
