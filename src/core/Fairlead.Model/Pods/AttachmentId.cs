using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Model.Pods;

/// <summary>
/// One interface of one sandbox, CNI's own key: the runtime's container id and the interface name in it. A sandbox
/// that is made again has another container id, so a late DEL of the old one cannot name the new one.
/// </summary>
public readonly record struct AttachmentId(string ContainerId, string InterfaceName)
{
    /// <summary>The host end's name: <c>fl</c> and 12 hexadecimal digits of SHA-256, 14 of the 15 octets that IFNAMSIZ leaves.</summary>
    public string HostLinkName =>
        "fl" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())).AsSpan(0, 6));

    public override string ToString() => $"{ContainerId}/{InterfaceName}";
}
