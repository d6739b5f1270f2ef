namespace Fairlead.Model.Pods;

/// <summary>What an ENI is for.</summary>
public enum EniUse
{
    /// <summary>Every address of it is a pod's, its primary one too.</summary>
    Shared,

    /// <summary>One pod has it, inside its namespace.</summary>
    Exclusive,

    /// <summary>One pod has it, by a VLAN of the node's trunk ENI.</summary>
    Member,
}
