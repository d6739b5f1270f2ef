using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

/// <summary>An address on a link, always without duplicate address detection: nobody else can have it, and waiting takes 1 to 2 s.</summary>
public sealed record AddressRow(LinkKey Link, Cidr Address)
{
    public override string ToString() => $"{Address} dev {Link}";
}
