namespace Fairlead.Testing.Kernel;

/// <summary>How a link goes up and down, and what goes with it.</summary>
internal static class FakeLinkTurn
{
    public static void Run(FakeLink link, bool up)
    {
        link.Up = up;
        if (up)
        {
            link.Netns.Addresses.LinkUp(link);
        }
        else
        {
            foreach (var v6 in new[] { false, true })
            {
                link.Netns.Routes.LinkDown(link.Index, v6);
                link.Netns.Neighbours.LinkDown(link.Index, v6);
            }

            link.Netns.Addresses.LinkDown(link);
        }

        link.Peer?.Netns.Links.Tell(link.Peer);
        // vlan_device_event: a VLAN goes up and down with what carries it, wherever it is.
        foreach (var vlan in link.Netns.Kernel.Links.Where(upper => upper.Kind == "vlan" && upper.Lower == link && upper.Up != up).ToList())
        {
            Run(vlan, up);
            vlan.Netns.Links.Tell(vlan);
        }
    }
}
