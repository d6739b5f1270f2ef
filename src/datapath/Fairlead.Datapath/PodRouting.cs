namespace Fairlead.Datapath;

/// <summary>
/// In which tables the routes to pods lie. From <see cref="Main"/> to <see cref="Own"/> a node goes step by step, each carried out
/// before the next one begins, and back in reverse: at no moment is a packet of an open connection without its route.
/// </summary>
public enum PodRouting
{
    /// <summary>In main; no rule and no mark. As long as only the primary ENI serves pods: any rule costs every packet 0.3 to 0.5 µs.</summary>
    Main,

    /// <summary>In main and in the pod table, which nobody looks at yet.</summary>
    Both,

    /// <summary>In both, and the rules stand: from here on pods can have marks.</summary>
    Ruled,

    /// <summary>In the pod table alone.</summary>
    Own,
}
