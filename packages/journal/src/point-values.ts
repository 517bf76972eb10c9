/** US dollars per point of one futures contract, as the exchanges' contract specifications state it (for prices as brokers quote them). */

// biome-ignore format: a table reads better in rows.
const POINT_VALUES: Readonly<Record<string, string>> = {
  // Equity indices (CME, CBOT, CFE)
  ES: '50', MES: '5', NQ: '20', MNQ: '2', RTY: '50', M2K: '5', YM: '5', MYM: '0.5', EMD: '100', NKD: '5',
  VX: '1000', VXM: '100',
  // Energy (NYMEX)
  CL: '1000', QM: '500', MCL: '100', NG: '10000', QG: '2500', MNG: '1000', RB: '42000', HO: '42000', BZ: '1000',
  // Metals (COMEX, NYMEX)
  GC: '100', QO: '50', MGC: '10', '1OZ': '1', SI: '5000', QI: '2500', SIL: '1000', HG: '25000', QC: '12500', MHG: '2500', PL: '50', PA: '100',
  // Interest rates (CBOT, CME)
  ZT: '2000', Z3N: '2000', ZF: '1000', ZN: '1000', TN: '1000', ZB: '1000', UB: '1000', GE: '2500', SR3: '2500', ZQ: '4167',
  // Currencies (CME)
  '6E': '125000', '6B': '62500', '6J': '12500000', '6A': '100000', '6C': '100000', '6S': '125000', '6N': '100000', '6M': '500000',
  E7: '62500', J7: '6250000', M6E: '12500', M6B: '6250', M6A: '10000', MCD: '10000', MSF: '12500', MJY: '1250000',
  // Grains, oilseeds, livestock, dairy, softs: quoted in cents, so the value is of one cent
  ZC: '50', XC: '10', ZS: '50', XK: '10', ZW: '50', XW: '10', KE: '50', ZO: '50', ZM: '100', ZL: '600', ZR: '2000',
  HE: '400', LE: '400', GF: '500', DC: '2000', KC: '375', SB: '1120', CC: '10', CT: '500', OJ: '150', LBR: '27.5',
  // Crypto (CME)
  BTC: '5', MBT: '0.1', ETH: '50', MET: '0.1',
};

/** Money per point of the contract whose root this is (`MES`, `/ES`), or null when it is not in the table. */
export function pointValueOf(root: string): string | null {
  const name = root.replace(/^[/.]+/, '').toUpperCase();
  return Object.hasOwn(POINT_VALUES, name) ? (POINT_VALUES[name] ?? null) : null;
}
