/** What is traded: the symbols that follow the same, the first one for all, and after the colon what people call it. */

/** Companies. */
export const STOCKS = `
AAPL: apple; MSFT: microsoft; NVDA: nvidia; GOOGL GOOG: google, alphabet; AMZN: amazon;
META FB: facebook, meta platforms; TSLA: tesla; NFLX: netflix; AVGO: broadcom;
AMD: advanced micro devices; INTC: intel; ORCL: oracle; CRM: salesforce; ADBE: adobe; CSCO: cisco; IBM: big blue;
QCOM: qualcomm; TXN: texas instruments; MU: micron; ARM: arm holdings; TSM: taiwan semi, taiwan semiconductor, tsmc; ASML: asml;
SMCI: super micro, supermicro; DELL: dell; HPQ: hewlett packard; PLTR: palantir; SNOW: snowflake; CRWD: crowdstrike;
PANW: palo alto; NET: cloudflare; DDOG: datadog; MDB: mongodb; SHOP: shopify; XYZ SQ: block inc;
PYPL: paypal; COIN: coinbase; HOOD: robinhood; MSTR: microstrategy, strategy inc; MARA: marathon digital; RIOT: riot platforms;
SOFI: sofi; AFRM: affirm; UPST: upstart; UBER: uber; LYFT: lyft; ABNB: airbnb; DASH: doordash; BKNG: booking holdings;
EXPE: expedia; DIS: disney; CMCSA: comcast; WBD: warner bros; PARA: paramount; SPOT: spotify; ROKU: roku; RBLX: roblox;
EA: electronic arts; TTWO: take two interactive; GME: gamestop; AMC: amc entertainment; BBBY: bed bath; BYND: beyond meat;
OPEN: opendoor; CVNA: carvana; KSS: kohls, kohl; M: macys, macy; WMT: walmart; TGT: target corp, target stores; COST: costco;
HD: home depot; LOW: lowes; NKE: nike; LULU: lululemon; SBUX: starbucks; MCD: mcdonalds, mcdonald; CMG: chipotle;
YUM: yum brands; DPZ: dominos; KO: coca cola, coke; PEP: pepsi, pepsico; PG: procter, procter gamble;
JNJ: johnson and johnson, johnson johnson, j and j; PFE: pfizer; MRK: merck; ABBV: abbvie; LLY: eli lilly, lilly;
NVO: novo nordisk, novo; BMY: bristol myers; AMGN: amgen; GILD: gilead; MRNA: moderna; BNTX: biontech;
UNH: unitedhealth, united health; CVS: cvs health; HIMS: hims;
BRK BRK.A BRK.B: berkshire, berkshire hathaway, buffett, warren buffett; JPM: jpmorgan, jp morgan; BAC: bank of america, bofa;
WFC: wells fargo; C: citigroup, citi; GS: goldman, goldman sachs; MS: morgan stanley; SCHW: schwab; V: visa; MA: mastercard;
AXP: american express, amex; BLK: blackrock; XOM: exxon, exxonmobil; CVX: chevron; COP: conocophillips; OXY: occidental;
SLB: schlumberger; BP: british petroleum; SHEL: shell oil; BA: boeing; LMT: lockheed; RTX: raytheon; NOC: northrop;
GE: general electric; CAT: caterpillar; DE: deere, john deere; MMM: 3m; HON: honeywell; UPS: united parcel; FDX: fedex;
GM: general motors; F: ford; RIVN: rivian; LCID: lucid motors; NIO: nio; TM: toyota; RACE: ferrari;
DAL: delta airlines, delta air lines; UAL: united airlines; AAL: american airlines; CCL: carnival; RCL: royal caribbean;
T: at and t; VZ: verizon; TMUS: t mobile; BABA: alibaba; JD: jd com; PDD: pinduoduo, temu; BIDU: baidu; SAP: sap;
VLKAF VOW VOW3: volkswagen; SIE: siemens; MC LVMUY: lvmh; NVS: novartis; NSRGY NESN: nestle; FIG: figma; CRWV: coreweave;
RDDT: reddit stock; SNAP: snapchat; PINS: pinterest; DJT: trump media; NMAX: newsmax; CRML: critical metals;
MP: mp materials; IONQ: ionq; RGTI: rigetti; QUBT: quantum computing; OKLO: oklo; SMR: nuscale; VST: vistra;
CEG: constellation energy; RKLB: rocket lab; ASTS: ast spacemobile; LUNR: intuitive machines; APP: applovin;
TTD: trade desk inc; CELH: celsius holdings; ENPH: enphase; FSLR: first solar; PLUG: plug power; FCX: freeport; NEM: newmont;
B: barrick; CLF: cleveland cliffs; X: us steel; AA: alcoa
`;

/** Funds. */
export const FUNDS = `
SPY VOO IVV SPLG: s and p etf; VTI: total market fund, total market etf; QQQ QQQM TQQQ SQQQ: nasdaq etf, the qs, qs, cubes;
IWM TNA: russell etf, small cap etf; DIA: dow etf; TLT TMF TBT EDV: treasury etf, bond etf, long bond etf, twenty year bond;
HYG JNK: high yield etf, junk bond; XLE OIH: energy etf; XLF: bank etf, financials etf; KRE: regional bank;
SMH SOXX SOXL SOXS: semiconductor etf, semis, chip stocks; ARKK: ark innovation, cathie wood; XBI IBB: biotech etf;
GDX GDXJ NUGT: gold miners; EEM: emerging markets etf; FXI KWEB: china etf; JETS: airline etf; VNQ: real estate etf, reits
`;

/** Futures with what they follow, and currencies. */
export const FUTURES_AND_CURRENCIES = `
ES MES SPX SPXW XSP US500 SPX500: s and p, s p 500, s p, sp500, spx, spoos, spoo, spooz, emini s and p, s and p future|futures;
NQ MNQ NDX US100 NAS100 USTEC: nasdaq, nasdaq future|futures, nasdaq 100, nas100, nas;
YM MYM DJI US30 DJX: dow, dow jones, dow future|futures; RTY M2K RUT US2000: russell, russell 2000, small caps, small companies;
NKD NK N225 JP225: nikkei; DAX FDAX FDXM FDXS GER40 DE40 GER30: dax, german index; FESX STOXX50 EU50: eurostoxx, euro stoxx;
UK100 FTSE Z: ftse, footsie; HSI HK50: hang seng; VIX VX VXM UVXY VXX SVXY: vix, fear index, volatility index;
CL MCL QM WTI USOIL USO XTIUSD UCO SCO: crude, crude oil, oil, wti; BZ BRN UKOIL BNO XBRUSD: brent;
NG MNG QG UNG BOIL KOLD XNGUSD NATGAS: natural gas, natgas, nat gas, natty; RB: gasoline, rbob; HO: heating oil, diesel;
GC MGC XAUUSD XAU GLD IAU SGOL: gold, bullion; SI SIL XAGUSD XAG SLV: silver; HG MHG XCUUSD CPER: copper; PL PPLT: platinum;
PA PALL: palladium; ZC CORN XC: corn, maize; ZW KE WEAT: wheat; ZS SOYB XK: soybean, soybeans, beans, soy;
ZL: soybean oil, bean oil; ZM: soybean meal; KC JO: coffee future|futures, arabica, coffee contract|contracts; CC: cocoa;
SB: sugar; CT: cotton; OJ: orange juice; LE LC: cattle, live cattle; GF FC: feeder cattle, feeders; HE LH: hogs, lean hogs;
LBR: lumber; ZB UB TN: bond future|futures, 30 year bond, long bond, ultra bond;
ZN ZF ZT TY: ten year note, 10 year note, t note, treasury note, note future|futures;
6E M6E EURUSD: euro, eurodollar pair, fiber, eur usd, euro dollar; 6B M6B GBPUSD: pound, sterling, cable, gbp usd;
6J MJY USDJPY: yen, dollar yen, usd jpy; 6A M6A AUDUSD: aussie, aussie dollar;
6C USDCAD: loonie, canadian dollar, dollar cad; 6S USDCHF: swissy, swiss franc, dollar swiss;
6N NZDUSD: kiwi, new zealand dollar; 6M USDMXN: mexican peso, peso; USDTRY EURTRY: lira, turkish lira; USDZAR: rand;
USDCNH USDCNY: yuan, renminbi; USDBRL: brazilian real; USDTWD TWD: taiwan dollar; USDINR: rupee; USDKRW: korean won;
USDSEK EURSEK: krona; USDNOK EURNOK: norwegian krone; DX DXY UUP: dollar index, dxy; EURGBP: euro pound, euro sterling, chunnel;
EURJPY: euro yen, yuppy; GBPJPY: pound yen, geppy, guppy, the beast; AUDJPY: aussie yen; EURCHF: euro swiss
`;

/** Crypto. */
export const COINS = `
BTC BTCUSD BTCUSDT BTCPERP XBT XBTUSD MBT IBIT FBTC GBTC: bitcoin, btc, sats;
ETH ETHUSD ETHUSDT ETHPERP MET ETHA ETHE: ethereum, ether, eth; SOL SOLUSD SOLUSDT: solana, sol;
XRP XRPUSD XRPUSDT: ripple, xrp; DOGE DOGEUSD DOGEUSDT: doge, dogecoin; ADA ADAUSD ADAUSDT: cardano; AVAX AVAXUSDT: avalanche;
LINK LINKUSDT: chainlink; LTC LTCUSD LTCUSDT: litecoin; BNB BNBUSDT: binance coin; DOT DOTUSDT: polkadot;
MATIC POL MATICUSDT: polygon; SHIB SHIBUSDT: shiba; PEPE PEPEUSDT: pepe coin; SUI SUIUSDT: sui; HYPE HYPEUSDT: hyperliquid;
ZEC ZECUSDT: zcash, privacy coin; XMR XMRUSDT: monero; TRX TRXUSDT: tron; TON TONUSDT: toncoin; UNI UNIUSDT: uniswap token;
OM: mantra; TRUMP: trump coin, president coin; LIBRA: libra token; ASTER: aster; WIF: dogwifhat; BONK: bonk
`;
